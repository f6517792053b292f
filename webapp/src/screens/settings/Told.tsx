import { useQuery, useQueryClient } from '@tanstack/react-query';
import {
  type Kind,
  type NotificationSettings,
  notificationSettings,
  type Reach,
  setNotificationSettings,
} from '@/api/me';
import { useSigned } from '@/app/context';
import { useAct } from '@/app/useAct';
import { useWords } from '@/i18n';
import { Choice } from '@/ui/Choice';
import list from '@/ui/List.module.css';
import { Section } from '@/ui/Screen';
import { Switch } from '@/ui/Switch';

const KINDS = [
  'session_invited',
  'game_finished',
  'session_closed',
  'report_ready',
] as const satisfies Kind[];
const NIGHT = { begin: '23:00', end: '09:00' };
const KEY = ['notification-settings'];

/** Of what the person is told, how far it reaches him, and when Telegram is silent. */
export function Told() {
  const { settings: text } = useWords();
  const { http } = useSigned();
  const queries = useQueryClient();
  const { data: wanted } = useQuery({ queryKey: KEY, queryFn: () => notificationSettings(http) });
  const save = useAct(
    (changed: NotificationSettings) => setNotificationSettings(http, changed),
    (saved) => queries.setQueryData(KEY, saved),
  );
  if (!wanted) return null;
  const change = (part: Partial<NotificationSettings>) => {
    const changed = { ...wanted, ...part };
    // Shown at once; what the server answers, or still has, is the truth.
    queries.setQueryData(KEY, changed);
    save.mutate(changed, { onError: () => void queries.invalidateQueries({ queryKey: KEY }) });
  };
  return (
    <Section title={text.told}>
      <div className={list.list}>
        <Switch
          label={text.telegram}
          hint={text.telegramHint}
          on={wanted.telegram ?? true}
          onChange={(telegram) => change({ telegram })}
        />
        <Switch
          label={text.quiet}
          hint={text.quietHint}
          on={Boolean(wanted.quiet_hours)}
          onChange={(on) => change({ quiet_hours: on ? NIGHT : null, time_zone: hereZone(wanted) })}
        />
        {wanted.quiet_hours && (
          <QuietHours
            hours={wanted.quiet_hours}
            onChange={(quiet_hours) => change({ quiet_hours, time_zone: hereZone(wanted) })}
          />
        )}
      </div>
      {KINDS.map((kind) => (
        <div key={kind} className={list.stack}>
          <p className={list.label}>{text.kinds[kind]}</p>
          <Choice<Reach>
            label={text.kinds[kind]}
            value={wanted.kinds?.[kind] ?? 'app'}
            onChange={(reach) => change({ kinds: { ...wanted.kinds, [kind]: reach } })}
            options={(['off', 'app', 'telegram'] as const).map((reach) => ({
              value: reach,
              label: text.reach[reach],
            }))}
          />
        </div>
      ))}
    </Section>
  );
}

interface Hours {
  begin: string;
  end: string;
}

function QuietHours({ hours, onChange }: { hours: Hours; onChange: (hours: Hours) => void }) {
  const { settings: text } = useWords();
  const at = (edge: keyof Hours, label: string) => (
    <label className={list.line}>
      {label}
      <input
        type="time"
        className={list.field}
        value={hours[edge].slice(0, 5)}
        onChange={({ target }) => target.value && onChange({ ...hours, [edge]: target.value })}
      />
    </label>
  );
  return (
    <div className={list.row}>
      {at('begin', text.from)}
      {at('end', text.to)}
    </div>
  );
}

/** Times of day are this phone's own. */
const hereZone = ({ time_zone = 'Europe/Moscow' }: NotificationSettings): string =>
  Intl.DateTimeFormat().resolvedOptions().timeZone || time_zone;
