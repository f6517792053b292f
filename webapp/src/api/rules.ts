/** Calls about rules and templates, which only lazy screens make. Each answers or raises ApiError. */
import { answered, type Http } from './client';
import type { components } from './schema';
import type { Rules, Session, Template } from './types';
import type { Wish } from './wish';

type Schemas = components['schemas'];
export type InWords = Schemas['InWords'];
type NamedRules = Schemas['NamedRules'];

const template = (template_id: string) => ({ params: { path: { template_id } } });

export const listTemplates = async (http: Http): Promise<Template[]> =>
  answered(await http.GET('/api/v1/templates')).items;

export const createTemplate = (http: Http, wish: Wish, body: NamedRules) =>
  wish(body, async (once) => answered(await http.POST('/api/v1/templates', { body, ...once })));

export const replaceTemplate = async (http: Http, id: string, body: NamedRules) =>
  answered(await http.PUT('/api/v1/templates/{template_id}', { ...template(id), body }));

export const deleteTemplate = async (http: Http, id: string) =>
  answered(await http.DELETE('/api/v1/templates/{template_id}', template(id)));

export const star = async (http: Http, id: string, starred: boolean) =>
  answered(
    starred
      ? await http.PUT('/api/v1/templates/{template_id}/star', template(id))
      : await http.DELETE('/api/v1/templates/{template_id}/star', template(id)),
  );

/** What these rules mean, in both languages. */
export const describeRules = async (http: Http, rules: Rules): Promise<InWords> =>
  answered(await http.POST('/api/v1/rules/describe', { body: { rules } })).in_words;

export const changeSession = async (http: Http, session_id: string, body: Schemas['SessionChanges']) =>
  answered(
    await http.PATCH('/api/v1/sessions/{session_id}', { params: { path: { session_id } }, body }),
  ) as Session;
