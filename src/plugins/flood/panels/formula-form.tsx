import { Formula } from '../../../../model/questions/flood.ts';
import { useApp } from '../../../kit/app-context.tsx';
import { Fields } from '../../../kit/fields/fields.tsx';
import { useWords } from '../../../kit/words.ts';
import type { FloodForm } from '../slice.ts';

type OwnStorm = Extract<FloodForm['rain'], { kind: 'design' | 'depth' }>;

/** Beijing's, as handbooks print it: only the shape of a formula that is to be filled in, never taken for the city's own unsaid. */
export const FIRST_FORMULA = { a: 2001, c: 0.811, bMin: 8, n: 0.711 } as const;

/** The storm formula of a city whose data bring none: its four numbers as the water authority publishes them. */
export function FormulaForm({ rain }: { rain: OwnStorm }) {
  const { t } = useWords();
  const { twin } = useApp();
  const formula = rain.formula ?? FIRST_FORMULA;
  return (
    <>
      <p className="note">
        <span className="tag unsure">{t('flood.formula.unverified')}</span> {t('flood.formula.first')}
      </p>
      <Fields
        of={Formula}
        value={formula}
        onChange={(part) => twin.getState().changeFlood({ rain: { ...rain, formula: { ...formula, ...part } } })}
      />
    </>
  );
}
