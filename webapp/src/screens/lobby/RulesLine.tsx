import type { KolkhozRules } from '@/api/types';
import { useText } from '@/i18n';
import { money, signed } from '@/i18n/format';
import { BallFace } from '@/ui/Ball';
import css from './Lobby.module.css';

/** The rules of the evening at a glance. */
export function RulesLine({ rules }: { rules: KolkhozRules }) {
  const text = useText();
  const { foul } = rules;
  return (
    <div className={css.rules}>
      <p>
        {rules.point_price_kopecks === 0
          ? text.create.noMoney
          : `${money(rules.point_price_kopecks, text.locale)} ${text.lobby.perPoint}`}
        {` · ${text.board.foul.toLowerCase()} ${foul.mode === 'none' ? text.create.noFoul : signed(-foul.points)}`}
      </p>
      <ul className={css.ruleBalls}>
        {rules.balls.map(({ color, value, count }) => (
          <li key={color} className={css.ruleBall}>
            <BallFace color={color} value={value} size={38} />
            {count > 1 && `×${count}`}
            <span className="visually-hidden">{`${text.color[color]}, ${text.points(value)}`}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
