import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { createTemplate, deleteTemplate, listTemplates, replaceTemplate } from '@/api/rules';
import type { Rules, Template } from '@/api/types';
import { useSigned } from '@/app/context';
import { paths } from '@/app/paths';
import { useAct } from '@/app/useAct';
import { useWish } from '@/app/useWish';
import { useWords } from '@/i18n';
import { Gate } from '@/screens/Gate';
import { Button } from '@/ui/Button';
import list from '@/ui/List.module.css';
import { Screen } from '@/ui/Screen';
import { blank } from './blank';
import { Editor } from './Editor';

/** One template: a new one, one's own, or one of the usual ones, of which a copy is saved. */
export function TemplateEditor({ id }: { id: string }) {
  const { http } = useSigned();
  const [, go] = useLocation();
  const found = useQuery({ queryKey: ['templates'], queryFn: () => listTemplates(http) });
  if (id === 'new') return <Form />;
  if (found.isPending) return <Gate reason="loading" />;
  const template = found.data?.find((each) => each.id === id);
  return template ? (
    <Form key={id} template={template} />
  ) : (
    <Gate
      reason={found.isError ? 'network' : 'lost'}
      onRetry={() => (found.isError ? void found.refetch() : go(paths.templates))}
    />
  );
}

function Form({ template }: { template?: Template }) {
  const { rules: words } = useWords();
  const { http } = useSigned();
  const [, go] = useLocation();
  const queries = useQueryClient();
  const own = template && !template.is_system ? template.id : undefined;
  const [name, setName] = useState(own ? (template?.name ?? '') : '');
  // The server sends every field, which the schema of its answer cannot say.
  const [rules, setRules] = useState((template?.rules as Rules | undefined) ?? blank('kolkhoz'));
  const done = () => {
    void queries.invalidateQueries({ queryKey: ['templates'] });
    go(paths.templates);
  };
  const wish = useWish();
  const save = useAct(() => {
    const named = { name: name.trim(), rules };
    return own ? replaceTemplate(http, own, named) : createTemplate(http, wish, named);
  }, done);
  const remove = useAct((gone: string) => deleteTemplate(http, gone), done);
  const busy = save.isPending || remove.isPending;
  return (
    <Screen
      title={own ? words.edit : words.create}
      onBack={() => go(paths.templates)}
      actions={
        <Button
          look="ivory"
          wide
          data-testid="template-save"
          disabled={busy || name.trim() === ''}
          onClick={() => save.mutate()}
        >
          {words.save}
        </Button>
      }
    >
      <input
        className={list.field}
        data-testid="template-name"
        aria-label={words.name}
        placeholder={template && !own ? template.name : words.nameHint}
        value={name}
        maxLength={60}
        enterKeyHint="done"
        onChange={(event) => setName(event.target.value)}
      />
      <Editor rules={rules} onChange={setRules} />
      {own && (
        <Button look="danger" disabled={busy} onClick={() => remove.mutate(own)}>
          {words.remove}
        </Button>
      )}
    </Screen>
  );
}
