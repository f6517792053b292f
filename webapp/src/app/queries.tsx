import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ComponentType } from 'react';

export const queries = new QueryClient({
  defaultOptions: { queries: { networkMode: 'offlineFirst', retry: 1, staleTime: 5_000 } },
});

/** The same component with what it needs to ask the server: all of them share one memory of the answers. */
export function withQueries<Props extends object>(Screen: ComponentType<Props>): ComponentType<Props> {
  return (props) => (
    <QueryClientProvider client={queries}>
      <Screen {...props} />
    </QueryClientProvider>
  );
}
