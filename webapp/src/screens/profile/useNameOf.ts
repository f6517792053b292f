import { useQuery } from '@tanstack/react-query';
import { playerOf } from '@/api/people';
import { useSigned } from '@/app/context';

/** What somebody is called; empty until it is known. */
export function useNameOf(id: string): string {
  const { http, me } = useSigned();
  const { data } = useQuery({
    queryKey: ['player', id],
    queryFn: () => playerOf(http, id),
    enabled: id !== me.id,
  });
  return id === me.id ? me.display_name : (data?.display_name ?? '');
}
