import type { KolkhozRules, Rules } from '@/api/types';
import { isKolkhoz, priceOf } from '@/domain/rules';
import { useWords } from '@/i18n';
import { money, signed } from '@/i18n/format';
import { BallFace } from '@/ui/Ball';
import css from './Lobby.module.css';

/** The rules of the evening at a glance. */
export function RulesLine({ rules }: { rules: Rules }) {
  const text = useWords();
  const { foul } = rules;
  const price = priceOf(rules);
  const per = isKolkhoz(rules) ? text.lobby.perPoint : text.lobby.perGame;
  const gives = foul.mode === 'opponent_plus' || foul.mode === 'next_plus';
  const said = [
    price === 0 ? text.create.noMoney : `${money(price, text.locale)} ${per}`,
    `${text.board.foul.toLowerCase()} ${foul.mode === 'none' ? text.create.noFoul : signed(gives ? foul.points : -foul.points)}`,
  ];
  if (!isKolkhoz(rules)) said.unshift(text.game[rules.game_type], text.board.upTo(rules.target));
  return (
    <div className={css.rules}>
      <p>{said.join(' · ')}</p>
      {isKolkhoz(rules) && <Balls balls={rules.balls} />}
    </div>
  );
}

function Balls({ balls }: Pick<KolkhozRules, 'balls'>) {
  const text = useWords();
  return (
    <ul className={css.ruleBalls}>
      {balls.map(({ color, value, count }) => (
        <li key={color} className={css.ruleBall}>
          <BallFace color={color} value={value} size={38} />
          {count > 1 && `×${count}`}
          <span className="visually-hidden">{`${text.color[color]}, ${text.points(value)}`}</span>
        </li>
      ))}
    </ul>
  );
}
