import { useQuery } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { acquaintances } from '@/api/people';
import { useSigned } from '@/app/context';
import { paths } from '@/app/paths';
import { useWords } from '@/i18n';
import { Avatar } from '@/ui/Avatar';
import { Icon, type IconName } from '@/ui/Icon';
import list from '@/ui/List.module.css';
import { Section } from '@/ui/Screen';

/** Where to from here: all that was played and, from one's own page, the people and the rules that one plays with. */
export function Links({ id }: { id: string }) {
  const { profile: words } = useWords();
  const { me } = useSigned();
  const mine = id === me.id;
  return (
    <>
      <div className={list.list}>
        <Link icon="history" to={paths.gamesOf(id)} testId="to-games">
          {words.allGames}
        </Link>
        {mine && (
          <Link icon="star" to={paths.leaders} testId="to-leaders">
            {words.leaders}
          </Link>
        )}
        {mine && (
          <Link icon="pen" to={paths.templates} testId="to-templates">
            {words.rules}
          </Link>
        )}
      </div>
      {mine && <People />}
    </>
  );
}

function Link({
  icon,
  to,
  testId,
  children,
}: {
  icon: IconName;
  to: string;
  testId: string;
  children: string;
}) {
  const [, go] = useLocation();
  return (
    <button
      type="button"
      className={list.row}
      data-testid={testId}
      onClick={() => go(to, { state: history.state })}
    >
      <Icon name={icon} />
      <span className={`${list.text} ${list.label}`}>{children}</span>
      <Icon name="arrow" size={20} />
    </button>
  );
}

function People() {
  const { profile: words } = useWords();
  const { http } = useSigned();
  const [, go] = useLocation();
  const { data = [] } = useQuery({ queryKey: ['people'], queryFn: () => acquaintances(http) });
  if (data.length === 0) return null;
  return (
    <Section title={words.people}>
      <ul className={list.list}>
        {data.map(({ id, display_name }, i) => (
          <li key={id}>
            <button type="button" className={list.row} onClick={() => go(paths.player(id))}>
              <Avatar name={display_name} index={i} />
              <span className={`${list.text} ${list.label}`}>{display_name}</span>
              <Icon name="arrow" size={20} />
            </button>
          </li>
        ))}
      </ul>
    </Section>
  );
}
