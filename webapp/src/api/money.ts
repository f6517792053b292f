/** Calls about an evening's money, which only lazy screens make. Each answers or raises ApiError. */
import { answered, type Http } from './client';
import type { components } from './schema';
import type { Wish } from './wish';

type Schemas = components['schemas'];
export type Entry = Schemas['LedgerEntry'];
export type NewEntry = Schemas['TableTime'] | Schemas['Bar'] | Schemas['Payment'] | Schemas['Reversal'];
export type Split = NonNullable<Schemas['TableTime']['split']>;
export type Report = Schemas['Report'];
export type Format = Report['format'];

export const addEntry = (http: Http, wish: Wish, session_id: string, body: NewEntry) =>
  wish(body, async (once) =>
    answered(
      await http.POST('/api/v1/sessions/{session_id}/ledger', {
        params: { path: { session_id } },
        ...once,
        body,
      }),
    ),
  );

export const confirmPayment = async (http: Http, session_id: string, entry_id: string) =>
  answered(
    await http.POST('/api/v1/sessions/{session_id}/ledger/{entry_id}/confirm', {
      params: { path: { session_id, entry_id } },
    }),
  );

export const requestReport = async (
  http: Http,
  session_id: string,
  body: { format: Format; language: 'ru' | 'en'; time_zone: string },
) =>
  answered(
    await http.POST('/api/v1/sessions/{session_id}/reports', { params: { path: { session_id } }, body }),
  );

export const report = async (http: Http, report_id: string) =>
  answered(await http.GET('/api/v1/reports/{report_id}', { params: { path: { report_id } } }));
