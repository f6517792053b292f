import { useQuery } from '@tanstack/react-query';
import { listNotifications } from '@/api/me';
import { useSigned } from '@/app/context';

export const UNREAD = ['unread'];

/** How many notifications the person has not read; 0 until it is known. */
export function useUnread(): number {
  const { http } = useSigned();
  const { data } = useQuery({
    queryKey: UNREAD,
    queryFn: async () => (await listNotifications(http, 1)).unread,
    staleTime: 0,
  });
  return data ?? 0;
}
