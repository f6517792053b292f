import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { listTemplates, star } from '@/api/rules';
import type { Template } from '@/api/types';
import { useSigned } from '@/app/context';
import { paths } from '@/app/paths';
import { useAct } from '@/app/useAct';
import { useWords } from '@/i18n';
import { Button, IconButton } from '@/ui/Button';
import { Icon } from '@/ui/Icon';
import list from '@/ui/List.module.css';
import { Screen, Section } from '@/ui/Screen';
import css from './rules.module.css';

/** Rules under a name: the house's own, and the usual ones; a star brings some to the head of every list. */
export function Templates() {
  const { rules: words } = useWords();
  const { http, me } = useSigned();
  const [, go] = useLocation();
  const { data = [] } = useQuery({ queryKey: ['templates'], queryFn: () => listTemplates(http) });
  const own = data.filter(({ is_system }) => !is_system);
  return (
    <Screen
      title={words.title}
      onBack={() => go(paths.player(me.id))}
      actions={
        <Button look="ivory" wide data-testid="template-new" onClick={() => go(paths.template('new'))}>
          {words.create}
        </Button>
      }
    >
      <Section title={words.own}>
        {own.length > 0 ? <Rows templates={own} /> : <p className={list.hint}>{words.noneYet}</p>}
      </Section>
      <Section title={words.usual} hint={words.usualHint}>
        <Rows templates={data.filter(({ is_system }) => is_system)} />
      </Section>
    </Screen>
  );
}

function Rows({ templates }: { templates: readonly Template[] }) {
  const { rules: words, game } = useWords();
  const { http } = useSigned();
  const [, go] = useLocation();
  const queries = useQueryClient();
  const mark = useAct(
    ({ id, starred }: Template) => star(http, id, !starred),
    () => void queries.invalidateQueries({ queryKey: ['templates'] }),
  );
  return (
    <ul className={list.list}>
      {templates.map((template) => (
        <li key={template.id} className={css.item} data-testid="template">
          <button type="button" className={css.open} onClick={() => go(paths.template(template.id))}>
            <span className={css.name}>{template.name}</span>
            <span className={css.game}>{game[template.rules.game_type]}</span>
          </button>
          <IconButton
            label={words.star(template.name)}
            aria-pressed={template.starred}
            className={css.star}
            disabled={mark.isPending}
            onClick={() => mark.mutate(template)}
          >
            <Icon name="star" />
          </IconButton>
        </li>
      ))}
    </ul>
  );
}
