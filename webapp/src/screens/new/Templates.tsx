import { useQuery } from '@tanstack/react-query';
import { answered } from '@/api/client';
import type { GameType, RulesGiven, Template } from '@/api/types';
import { useSigned } from '@/app/context';
import css from './NewEvening.module.css';

interface TemplatesProps {
  game: GameType;
  chosen: RulesGiven;
  onChoose: (rules: RulesGiven) => void;
}

/** Rules under a name, a tap away: one's own first, then the usual ones. */
export function Templates({ game, chosen, onChoose }: TemplatesProps) {
  const { http } = useSigned();
  const { data = [] } = useQuery({
    queryKey: ['templates'],
    queryFn: async () => answered(await http.GET('/api/v1/templates')).items,
  });
  const offered = data
    .filter(({ rules }) => rules.game_type === game)
    .sort((a, b) => Number(b.starred ?? false) - Number(a.starred ?? false));
  if (offered.length === 0) return null;
  return (
    <ul className={css.chips}>
      {offered.map((template) => (
        <li key={template.id}>
          <button
            type="button"
            className={isSame(template, chosen) ? `${css.chip} ${css.chosen}` : css.chip}
            aria-pressed={isSame(template, chosen)}
            onClick={() => onChoose(template.rules)}
          >
            {template.name}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Every field that is set stands so in the template; who shoots after whom is chosen apart. */
function isSame({ rules }: Template, chosen: RulesGiven): boolean {
  const fields = rules as Record<string, unknown>;
  return Object.entries(chosen).every(
    ([field, value]) => field === 'turns' || JSON.stringify(fields[field]) === JSON.stringify(value),
  );
}
