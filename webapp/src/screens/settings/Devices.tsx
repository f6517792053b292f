import { useQuery, useQueryClient } from '@tanstack/react-query';
import { devices, revokeDevice } from '@/api/me';
import { useSigned } from '@/app/context';
import { useAct } from '@/app/useAct';
import { useWords } from '@/i18n';
import { ago } from '@/i18n/format';
import { Button } from '@/ui/Button';
import list from '@/ui/List.module.css';
import { Section } from '@/ui/Screen';

/** Every place with a sign-in of this person, to end one from afar: a lost phone, somebody else's computer. */
export function Devices() {
  const { settings: text } = useWords();
  const { locale } = useWords();
  const { http } = useSigned();
  const queries = useQueryClient();
  const { data: found = [] } = useQuery({ queryKey: ['devices'], queryFn: () => devices(http) });
  const revoke = useAct(
    (id: string) => revokeDevice(http, id),
    () => void queries.invalidateQueries({ queryKey: ['devices'] }),
  );
  if (found.length === 0) return null;
  return (
    <Section title={text.devices}>
      <ul className={list.list}>
        {found.map(({ id, name, current, last_seen_at }) => (
          <li key={id} className={list.row}>
            <span className={list.text}>
              <span className={list.label}>{name}</span>
              <span className={list.hint}>
                {current ? text.thisDevice : text.seen(ago(last_seen_at, locale))}
              </span>
            </span>
            {!current && (
              <Button
                look="soft"
                aria-label={text.signOutOf(name)}
                disabled={revoke.isPending}
                onClick={() => revoke.mutate(id)}
              >
                {text.signOut}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
