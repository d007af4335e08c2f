import type { PopulationUsed } from '../../model/city/people.ts';
import type { Text } from '../../model/text/text.ts';
import type { TwinState } from '../twin/slice.ts';
import { useTwin } from './app-context.tsx';
import { formatNumber } from './format.ts';
import { InferredFact } from './inferred-fact.tsx';
import { useWords } from './words.ts';

/** Tells which population and which facilities were counted, what became of those that were given, and whether other roles hold by now. */
export function PeopleUsed({
  used: { population, facilities },
  isOfRoles,
}: {
  used: { population: PopulationUsed; facilities?: { label: Text; isGiven: boolean } | null };
  isOfRoles(roles: TwinState['layerRoles']): boolean;
}) {
  const { t, of } = useWords();
  const roles = useTwin(({ layerRoles }) => layerRoles);
  const isStale = !isOfRoles(roles);
  const stale = isStale && (
    <p className="note" role="status">
      {t('people.rolesChanged')}
    </p>
  );
  const served = facilities?.isGiven && (
    <p className="note">{t('people.facilities', { layer: of(facilities.label) })}</p>
  );
  if (population.state !== 'given')
    return (
      <>
        <InferredFact fact="population" />
        {served}
        {stale}
      </>
    );
  const { label, column, isGuessed, residents, housed, unhoused, areasWithoutDwelling, outside } = population;
  return (
    <>
      <p className="note" data-used="population">
        {isGuessed && <span className="tag unsure">{t('people.guessedColumn')}</span>}{' '}
        {t('people.used', { layer: of(label), column, residents: formatNumber(residents) })}{' '}
        {t('people.where', { housed: formatNumber(housed), unhoused: formatNumber(unhoused) })}{' '}
        {areasWithoutDwelling > 0 && t('people.areas', { count: areasWithoutDwelling })}{' '}
        {outside > 0 && t('people.outside', { outside: formatNumber(outside) })}{' '}
        {population.blank + population.negative > 0 &&
          t('people.blank', { blank: population.blank, negative: population.negative })}
      </p>
      {served}
      {stale}
    </>
  );
}
