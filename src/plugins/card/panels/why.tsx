import { assumptionText, concerns } from '../../../../model/city/assumption.ts';
import type { AttributeInfo, LayerInfo } from '../../../../model/city/manifest.ts';
import { useApp } from '../../../kit/app-context.tsx';
import { showLimit } from '../../../kit/attribute-text.ts';
import { formatSourceDate } from '../../../kit/city-time.ts';
import { formatUnit } from '../../../kit/format.ts';
import { Icon } from '../../../kit/icons.tsx';
import { useWords } from '../../../kit/words.ts';

/** `?` at a number: whence it is, of which edition, in which unit, and what was guessed on the way (LOOK §8). */
export function WhyButton({ name, isOpen, onToggle }: { name: string; isOpen: boolean; onToggle: () => void }) {
  const { t } = useWords();
  const label = t('why.open', { name });
  return (
    <button
      type="button"
      className="why-button"
      aria-label={label}
      title={label}
      aria-expanded={isOpen}
      onClick={onToggle}
    >
      <Icon name="why" />
    </button>
  );
}

/**
 * All that the manifest knows of a column, and no more: which rows of it hold a guess is not recorded, and the last line
 * says so.
 */
export function Why({ layer, attribute }: { layer: LayerInfo; attribute: AttributeInfo }) {
  const { t, of, language } = useWords();
  const { twin } = useApp();
  const { source } = layer;
  const guesses = layer.assumptions.filter((assumption) => concerns(assumption, attribute.name));
  const unit = formatUnit(attribute.unit, language);
  const [min, max] = (attribute.range ?? []).map((value) => showLimit(attribute, Number(value.toPrecision(6))));
  return (
    <dl className="facts why">
      <dt>{t('common.source')}</dt>
      <dd>{of(source.name)}</dd>
      <dt>{t('why.edition')}</dt>
      <dd>{source.date ? formatSourceDate(source.date, language) : t('why.notStated')}</dd>
      <dt>{t('common.licence')}</dt>
      <dd>{source.licence}</dd>
      {unit && (
        <>
          <dt>{t('why.unit')}</dt>
          <dd>{unit}</dd>
        </>
      )}
      {min !== undefined && (
        <>
          <dt>{t('why.range')}</dt>
          <dd>{t('common.range', { min, max })}</dd>
        </>
      )}
      <dt>{t('why.column')}</dt>
      <dd className="mono">
        {layer.id}/{attribute.name}
      </dd>
      <dt>{t('common.hash')}</dt>
      <dd className="mono">{(source.inputHash || twin.city.inputHash).slice(0, 12)}</dd>
      <dt>{t('why.rule')}</dt>
      <dd>
        {guesses.length === 0 ? (
          t('why.asStated')
        ) : (
          <>
            {guesses.map((guess) => (
              <span key={guess.code}>{assumptionText(guess, language)}</span>
            ))}
            <small>{t('why.whichNotKnown')}</small>
          </>
        )}
      </dd>
    </dl>
  );
}
