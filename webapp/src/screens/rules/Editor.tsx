import type { ReactNode } from 'react';
import type { GameType, KolkhozRules, PyramidRules, Rules } from '@/api/types';
import { isKolkhoz } from '@/domain/rules';
import { useWords } from '@/i18n';
import { Choice } from '@/ui/Choice';
import list from '@/ui/List.module.css';
import { Roubles } from '@/ui/Roubles';
import { Card, Section } from '@/ui/Screen';
import { Stepper } from '@/ui/Stepper';
import { Switch } from '@/ui/Switch';
import { Balls } from './Balls';
import { blank, GAMES } from './blank';
import { InWords } from './InWords';
import css from './rules.module.css';

interface EditorProps<R extends Rules = Rules> {
  rules: R;
  onChange: (rules: R) => void;
}

/** All that the rules of a game can be, and below what it comes to, in words. */
export function Editor({ rules, onChange }: EditorProps) {
  const { rules: words, game } = useWords();
  return (
    <>
      <Section title={words.game}>
        <Choice<GameType>
          label={words.game}
          value={rules.game_type}
          onChange={(chosen) => onChange(blank(chosen))}
          options={GAMES.map((value) => ({ value, label: game[value] }))}
        />
      </Section>
      {isKolkhoz(rules) ? (
        <KolkhozForm rules={rules} onChange={onChange} />
      ) : (
        <PyramidForm rules={rules} onChange={onChange} />
      )}
      <TurnsForm rules={rules} onChange={onChange} />
      <Section title={words.inWords} hint={words.inWordsHint}>
        <InWords rules={rules} />
      </Section>
    </>
  );
}

const FOULS = ['own_minus', 'own_minus_nominal', 'next_plus', 'none'] as const;

function KolkhozForm({ rules, onChange }: EditorProps<KolkhozRules>) {
  const { rules: words } = useWords();
  const change = (changed: Partial<KolkhozRules>) => onChange({ ...rules, ...changed });
  const { foul } = rules;
  const fixed = foul.mode === 'own_minus' || foul.mode === 'next_plus';
  return (
    <>
      <Section title={words.pointPrice} hint={words.priceHint}>
        <Roubles
          label={words.pointPrice}
          kopecks={rules.point_price_kopecks}
          testId="point-price"
          onChange={(point_price_kopecks) => change({ point_price_kopecks })}
        />
      </Section>
      <Section title={words.balls}>
        <Balls balls={rules.balls} onChange={(balls) => change({ balls })} />
        <Card>
          <Row label={words.lastBall}>
            <Stepper
              label={words.lastBall}
              value={rules.last_ball_value ?? 0}
              shown={rules.last_ball_value === null ? words.asAny : undefined}
              low={0}
              high={20}
              onChange={(value) => change({ last_ball_value: value || null })}
            />
          </Row>
        </Card>
      </Section>
      <Section title={words.settlement}>
        <Choice
          label={words.settlement}
          value={rules.settlement}
          onChange={(settlement) => change({ settlement })}
          options={(['direct', 'everyone'] as const).map((value) => ({
            value,
            label: words.settlements[value],
          }))}
        />
      </Section>
      <Section title={words.foul}>
        <Choice
          label={words.foul}
          value={foul.mode}
          onChange={(mode) => change({ foul: { mode, points: foul.points || 1 } })}
          options={FOULS.map((value) => ({ value, label: words.fouls[value] }))}
        />
        {fixed && (
          <Points points={foul.points} onChange={(points) => change({ foul: { ...foul, points } })} />
        )}
      </Section>
      <Section title={words.table}>
        <div className={list.list}>
          <Switch
            label={words.flukes}
            on={rules.flukes === 'count'}
            onChange={(on) => change({ flukes: on ? 'count' : 'ignore' })}
          />
          <Switch
            label={words.potKeepsTurn}
            on={rules.pot_keeps_turn}
            onChange={(pot_keeps_turn) => change({ pot_keeps_turn })}
          />
          <Switch
            label={words.negative}
            hint={words.negativeHint}
            on={rules.negative_points}
            onChange={(negative_points) => change({ negative_points })}
          />
          <Switch
            label={words.ends}
            on={rules.ends === 'balls_gone'}
            onChange={(on) => change({ ends: on ? 'balls_gone' : 'manual' })}
          />
        </div>
      </Section>
    </>
  );
}

const HIGHEST_TARGET = 140;

function PyramidForm({ rules, onChange }: EditorProps<PyramidRules>) {
  const { rules: words } = useWords();
  const change = (changed: Partial<PyramidRules>) => onChange({ ...rules, ...changed } as PyramidRules);
  return (
    <>
      <Card>
        <Row label={words.target}>
          <Stepper
            label={words.target}
            value={rules.target}
            low={1}
            high={HIGHEST_TARGET}
            onChange={(target) => change({ target })}
          />
        </Row>
      </Card>
      <Section title={words.gamePrice} hint={words.priceHint}>
        <Roubles
          label={words.gamePrice}
          kopecks={rules.game_price_kopecks}
          testId="game-price"
          onChange={(game_price_kopecks) => change({ game_price_kopecks })}
        />
        <Choice
          label={words.pricePer}
          value={rules.price_per}
          onChange={(price_per) => change({ price_per })}
          options={(['player', 'team'] as const).map((value) => ({ value, label: words.per[value] }))}
        />
      </Section>
      <Section title={words.foul}>
        <Choice
          label={words.foul}
          value={rules.foul.mode}
          onChange={(mode) => change({ foul: { ...rules.foul, mode } })}
          options={(['opponent_plus', 'own_minus'] as const).map((value) => ({
            value,
            label: words.fouls[value],
          }))}
        />
        <Points
          points={rules.foul.points}
          onChange={(points) => change({ foul: { ...rules.foul, points } })}
        />
      </Section>
    </>
  );
}

function TurnsForm({ rules, onChange }: EditorProps) {
  const { rules: words } = useWords();
  return (
    <>
      <Section title={words.turns}>
        <Choice
          label={words.turns}
          value={rules.turns}
          onChange={(turns) => onChange({ ...rules, turns })}
          options={(['manual', 'fair', 'random', 'random_no_repeat'] as const).map((value) => ({
            value,
            label: words.turnsBy[value],
          }))}
        />
      </Section>
      <Section title={words.breaks}>
        <Choice
          label={words.breaks}
          value={rules.breaks}
          onChange={(breaks) => onChange({ ...rules, breaks })}
          options={(['last_ball', 'rotates'] as const).map((value) => ({
            value,
            label: words.breaksBy[value],
          }))}
        />
      </Section>
    </>
  );
}

function Points({ points, onChange }: { points: number; onChange: (points: number) => void }) {
  const { rules: words } = useWords();
  return (
    <Card>
      <Row label={words.foulPoints}>
        <Stepper label={words.foulPoints} value={points} low={1} high={20} onChange={onChange} />
      </Row>
    </Card>
  );
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={css.row}>
      <span className={css.label}>{label}</span>
      {children}
    </div>
  );
}
