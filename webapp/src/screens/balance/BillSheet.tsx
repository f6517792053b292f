import { useState } from 'react';
import type { Split } from '@/api/money';
import type { Session } from '@/api/types';
import { useWords } from '@/i18n';
import { Button } from '@/ui/Button';
import { Choice } from '@/ui/Choice';
import list from '@/ui/List.module.css';
import { Roubles } from '@/ui/Roubles';
import { Sheet } from '@/ui/Sheet';
import { Stepper } from '@/ui/Stepper';
import type { People } from '../Money';
import { useJournal } from './useJournal';

interface BillSheetProps {
  session: Session;
  people: People;
  onClose: () => void;
}

const HALF_HOURS = 48;

/** One has paid for all: the table by the hour, or the bar. The rest share it. */
export function BillSheet({ session, people, onClose }: BillSheetProps) {
  const { money: words } = useWords();
  const journal = useJournal(session, onClose);
  const here = session.seats.filter(({ active, role }) => active && role !== 'spectator');
  const [kind, setKind] = useState<'table_time' | 'bar'>('table_time');
  const [kopecks, setKopecks] = useState(0);
  const [halves, setHalves] = useState(4);
  const [split, setSplit] = useState<Split>('equally');
  const [payer, setPayer] = useState(journal.mine?.id ?? here[0]?.id ?? '');
  const minutes = halves * 30;
  const save = () =>
    journal.add(
      kind === 'bar'
        ? { kind, kopecks, payer_seat_id: payer }
        : { kind, rate_kopecks: kopecks, minutes, split, payer_seat_id: payer },
    );
  return (
    <Sheet title={words.add} onClose={onClose}>
      <div className={list.stack}>
        <Choice
          label={words.add}
          value={kind}
          onChange={setKind}
          options={[
            { value: 'table_time', label: words.kinds.table_time },
            { value: 'bar', label: words.kinds.bar },
          ]}
        />
        <p className={list.label}>{kind === 'bar' ? words.sum : words.rate}</p>
        <Roubles
          label={kind === 'bar' ? words.sum : words.rate}
          testId="bill-sum"
          kopecks={kopecks}
          onChange={setKopecks}
        />
        {kind === 'table_time' && (
          <>
            <div className={list.line}>
              <span className={list.text}>{words.time}</span>
              <Stepper
                label={words.time}
                value={halves}
                shown={words.hours(Math.floor(minutes / 60), minutes % 60)}
                low={1}
                high={HALF_HOURS}
                onChange={setHalves}
              />
            </div>
            <Choice<Split>
              label={words.split}
              value={split}
              onChange={setSplit}
              options={(['equally', 'by_games', 'losers'] as const).map((way) => ({
                value: way,
                label: words.splits[way],
              }))}
            />
          </>
        )}
        <p className={list.label}>{words.payer}</p>
        <Choice
          label={words.payer}
          value={payer}
          onChange={setPayer}
          options={here.map(({ id }) => ({ value: id, label: people.name(id) }))}
        />
        <Button
          look="ivory"
          wide
          data-testid="bill-save"
          disabled={kopecks === 0 || journal.busy}
          onClick={save}
        >
          {words.save}
        </Button>
      </div>
    </Sheet>
  );
}
