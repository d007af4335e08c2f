import { useApp, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { ErrorNotice } from '../../../kit/controls.tsx';
import { formatUnit } from '../../../kit/format.ts';
import { LegendBody } from '../../../kit/legend-body.tsx';
import { useViewName } from '../../../kit/view-count.tsx';
import { useWords } from '../../../kit/words.ts';
import { type ColoursSeen, styleSeen } from '../../../twin/colours-seen.ts';
import { pictureCount } from '../../../twin/compare.ts';
import { legendOfStyled } from '../../../twin/style-colours.ts';

/** The classes of each attribute that a worn style colours by, and what it wants of a city that has it not. */
export function StyleColoursLegend() {
  const { of } = useWords();
  const { twin } = useApp();
  const { colours, lacks } = useTwin((state) => styleSeen(state, twin.city));
  return (
    <>
      {colours.map((seen) => (
        <ColourLegend key={keyOf(seen)} seen={seen} />
      ))}
      {lacks.map(({ text }) => (
        <p key={text.en} className="note warn">
          {of(text)}
        </p>
      ))}
    </>
  );
}

const keyOf = ({ styled: { rule, layers }, theme }: ColoursSeen): string =>
  JSON.stringify([rule, layers.map(({ id }) => id), theme]);

/** In the colours that the pictures have, which may be of the other theme than the page. */
function ColourLegend({ seen }: { seen: ColoursSeen }) {
  const { t, of, language } = useWords();
  const { catalogue } = useApp();
  const nameOf = useViewName();
  const count = useTwin(pictureCount);
  const { styled, theme, pictures } = seen;
  const { layers, attribute } = styled;
  const answer = useQuery(keyOf(seen), () => legendOfStyled(styled, catalogue));
  const unit = formatUnit(attribute.unit, language);
  const where = pictures.length < count ? pictures.map((index) => nameOf(index, count)) : [];
  return (
    <section className="style-colours" aria-label={t('style.coloursOf', { name: of(attribute.label) })}>
      <h3>
        {of(attribute.label)}
        {unit && <span className="unit">{`\u2009${unit}`}</span>}
        <span className="note">{[...layers.map(({ label }) => of(label)), ...where].join(' · ')}</span>
      </h3>
      {answer.kind === 'failed' && <ErrorNotice what={t('style.coloursFailed')} reason={answer.reason} />}
      {answer.kind === 'answered' && <LegendBody attribute={attribute} legend={answer.answer} theme={theme} />}
    </section>
  );
}
