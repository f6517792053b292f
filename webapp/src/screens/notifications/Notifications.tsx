import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { listNotifications, markRead, type Notification } from '@/api/me';
import { codeOf } from '@/api/problem';
import { useSigned } from '@/app/context';
import { pathOf, paths } from '@/app/paths';
import { errorText, useWords } from '@/i18n';
import { ago } from '@/i18n/format';
import { openLink } from '@/telegram/host';
import { IconButton } from '@/ui/Button';
import { Icon } from '@/ui/Icon';
import list from '@/ui/List.module.css';
import { Screen } from '@/ui/Screen';
import css from './Notifications.module.css';
import { LIST, SHOWN } from './told';
import { UNREAD } from './useUnread';

/** What the person was told, the newest first; whoever has seen the list has read it. */
export default function Notifications() {
  const text = useWords();
  const { notifications: words } = useWords();
  const { http } = useSigned();
  const [, go] = useLocation();
  const queries = useQueryClient();
  const told = useQuery({ queryKey: LIST, queryFn: () => listNotifications(http, SHOWN), staleTime: 0 });
  const items = told.data?.items ?? [];
  const newest = told.data?.unread ? items[0]?.number : undefined;
  useEffect(() => {
    if (newest === undefined) return;
    markRead(http, newest)
      .then(() => queries.invalidateQueries({ queryKey: UNREAD }))
      .catch(() => {});
  }, [newest, http, queries]);
  return (
    <Screen
      title={words.title}
      onBack={() => go(paths.home)}
      aside={
        <IconButton label={words.settings} onClick={() => go(paths.settings)}>
          <Icon name="gear" size={22} />
        </IconButton>
      }
    >
      {told.isError && items.length === 0 && (
        <p className={list.note}>{errorText(text, codeOf(told.error))}</p>
      )}
      {told.isSuccess && items.length === 0 && <p className={list.note}>{words.empty}</p>}
      {items.length > 0 && (
        <ul className={list.list}>
          {items.map((item) => (
            <Row key={item.id} item={item} />
          ))}
        </ul>
      )}
    </Screen>
  );
}

function Row({ item }: { item: Notification }) {
  const { locale } = useWords();
  const { notifications: words } = useWords();
  const [, go] = useLocation();
  const follow = () => {
    const path = pathOf(item.link);
    if (path) go(path);
    else if (item.link.startsWith('https://')) openLink(item.link);
  };
  return (
    <li>
      <button type="button" className={list.row} data-testid="notification" onClick={follow}>
        <span className={list.text}>
          <span className={css.title}>
            {item.title}
            {!item.read_at && (
              <i className={css.dot}>
                <span className="visually-hidden">{words.unread}</span>
              </i>
            )}
          </span>
          <span>{item.body}</span>
          <span className={list.hint}>{ago(item.created_at, locale)}</span>
        </span>
        <Icon name="arrow" size={20} />
      </button>
    </li>
  );
}
