import type { Description } from '../../../../model/city/catalogue.ts';
import type { LayerInfo } from '../../../../model/city/manifest.ts';
import { nameOf } from '../../../../model/city/thing-name.ts';
import { useApp, useQuery } from '../../../kit/app-context.tsx';
import { attributesIn, languageOf, showValue } from '../../../kit/attribute-text.ts';
import { ErrorNotice, Quantity } from '../../../kit/controls.tsx';
import { formatLimit } from '../../../kit/format.ts';
import { Icon } from '../../../kit/icons.tsx';
import { useWords } from '../../../kit/words.ts';
import { buildingHeightM, isHeightLimit, otherAreas, overLimitM } from '../plan-areas.ts';

/** What a plan's area is called and who made it stand in its row; how large it is says nothing of the object. */
const NOT_A_RULE = /^(name|nameEn|authority|area|district|code)$/;

/** The areas of the city's plans that the middle of the object lies in; each who asks gets the same answer. */
function usePlanAreas({ id, place }: Description) {
  const { twin, catalogue } = useApp();
  const plans = twin.city.layers.filter(({ group, kind, count }) => group === 'plan' && kind === 'area' && count > 0);
  const queryState = useQuery(plans.length === 0 ? null : `plans of ${id}`, () =>
    catalogue.areasAt(
      place,
      plans.map((plan) => plan.id),
    ),
  );
  return { plans, queryState };
}

/** By how much a building is higher than the strictest plan allows where it stands; null: it is not, or no plan says. */
export function useOverLimitM(description: Description, layer: LayerInfo | undefined): number | null {
  const { plans, queryState } = usePlanAreas(description);
  return layer && queryState.kind === 'answered' ? overLimitM(description, layer, queryState.answer, plans) : null;
}

/** 规划: the areas of the city's plans that the middle of the object lies in, each with what it asks and who asks it. */
export function PlansSection({ description, layer }: PlansProps) {
  const { t } = useWords();
  const { plans, queryState } = usePlanAreas(description);
  if (plans.length === 0 || queryState.kind === 'asking') return null;
  const areas = queryState.kind === 'answered' ? otherAreas(description, layer, queryState.answer) : [];
  if (areas === null) return null;
  return (
    <section className="card-plans">
      <h3 className="minor">{t(layer.group === 'plan' ? 'card.otherPlans' : 'card.plans')}</h3>
      {queryState.kind === 'failed' && <ErrorNotice what={t('card.plansFailed')} reason={queryState.reason} />}
      {queryState.kind === 'answered' && areas.length === 0 && <p className="note">{t('card.noPlan')}</p>}
      <ul>
        {areas.map((area) => (
          <PlanArea
            key={area.gid}
            area={area}
            plan={plans.find(({ id }) => id === area.layerId) ?? layer}
            heightM={buildingHeightM(description, layer)}
          />
        ))}
      </ul>
    </section>
  );
}

interface PlansProps {
  description: Description;
  layer: LayerInfo;
}

/** `heightM`: the building's own, told beside a limit that it passes. */
function PlanArea({ area, plan, heightM }: { area: Description; plan: LayerInfo; heightM: number | null }) {
  const { t, of, language } = useWords();
  const { twin, view } = useApp();
  const values = new Map(area.values.map(({ name, value }) => [name, value]));
  const name = nameOf(values, language) ?? area.id;
  const authority = values.get('authority');
  const rules = attributesIn(language, plan.attributes, values).filter(
    (attribute) => !NOT_A_RULE.test(attribute.name) && (values.get(attribute.name) ?? '') !== '',
  );
  return (
    <li>
      <button
        type="button"
        onClick={() => {
          twin.getState().showLayer(plan.id, true);
          twin.getState().select(area.gid);
          view.flyToPlace(area.place);
        }}
      >
        <b lang={languageOf(name)}>{name}</b>
        <span className="note">
          {of(plan.label)}
          {typeof authority === 'string' && authority !== '' && (
            <>
              {' · '}
              <span lang={languageOf(authority)}>{authority}</span>
            </>
          )}
        </span>
        <Icon name="chev" />
      </button>
      <dl className="attributes">
        {rules.map((attribute) => {
          const value = values.get(attribute.name) ?? null;
          const { text, unit } = showValue(attribute, value, language);
          const overM = heightM !== null && isHeightLimit(attribute) && typeof value === 'number' ? heightM - value : 0;
          return (
            <div key={attribute.name}>
              <dt>{of(attribute.label)}</dt>
              <dd>
                <Quantity value={text} unit={unit} />
                {overM > 0 && (
                  <span className="over">{t('card.higher', { over: formatLimit(Number(overM.toFixed(1))) })}</span>
                )}
              </dd>
            </div>
          );
        })}
      </dl>
    </li>
  );
}
