import { useWords } from '@/i18n';
import { Choice } from '@/ui/Choice';
import { Card, Section } from '@/ui/Screen';
import { Stepper } from '@/ui/Stepper';
import type { PyramidRulesGiven } from './habits';
import css from './NewEvening.module.css';
import { PriceForm } from './PriceForm';

const PRICES = [200_00, 500_00, 1000_00];
const SERIES = [1, 3, 5, 7];
const HIGHEST = 140;

interface PyramidFormProps {
  rules: PyramidRulesGiven;
  bestOf: number;
  onChange: (rules: PyramidRulesGiven) => void;
  onBestOf: (games: number) => void;
}

/** One against one or two against two: to how many, for how much, and what a foul is. */
export function PyramidForm({ rules, bestOf, onChange, onBestOf }: PyramidFormProps) {
  const { create: words, game } = useWords();
  const foul = rules.foul?.mode ?? 'opponent_plus';
  const target = rules.target ?? 8;
  return (
    <>
      <Card padded>
        <div className={css.foul}>
          <span className={css.foulLabel}>{words.target}</span>
          <Stepper
            label={`${game[rules.game_type]}: ${words.target}`}
            value={target}
            low={1}
            high={HIGHEST}
            onChange={(changed) => onChange({ ...rules, target: changed })}
          />
        </div>
      </Card>
      <Section title={words.gamePrice}>
        <PriceForm
          label={words.gamePrice}
          otherLabel={words.otherGamePriceLabel}
          presets={PRICES}
          kopecks={rules.game_price_kopecks ?? 0}
          onChange={(game_price_kopecks) => onChange({ ...rules, game_price_kopecks })}
        />
      </Section>
      <Section title={words.pricePer} hint={words.pricePerHint}>
        <Choice
          label={words.pricePer}
          value={rules.price_per ?? 'player'}
          onChange={(price_per) => onChange({ ...rules, price_per })}
          options={(['player', 'team'] as const).map((per) => ({ value: per, label: words.per[per] }))}
        />
      </Section>
      <Section title={words.foul}>
        <Choice
          label={words.foul}
          value={foul}
          onChange={(mode) => onChange({ ...rules, foul: { mode, points: rules.foul?.points ?? 1 } })}
          options={(['opponent_plus', 'own_minus'] as const).map((mode) => ({
            value: mode,
            label: words.fouls[mode],
          }))}
        />
      </Section>
      <Section title={words.series}>
        <Choice
          label={words.series}
          value={bestOf}
          onChange={onBestOf}
          options={SERIES.map((games) => ({
            value: games,
            label: games === 1 ? words.noSeries : words.wins((games + 1) / 2),
          }))}
        />
      </Section>
    </>
  );
}
