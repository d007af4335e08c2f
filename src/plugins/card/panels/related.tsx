import type { Description, EnuSphere } from '../../../../model/city/catalogue.ts';
import { nameOf } from '../../../../model/city/thing-name.ts';
import { useApp, useQuery } from '../../../kit/app-context.tsx';
import { languageOf } from '../../../kit/attribute-text.ts';
import { Quantity } from '../../../kit/controls.tsx';
import { formatDistance } from '../../../kit/format.ts';
import { Icon } from '../../../kit/icons.tsx';
import { useWords } from '../../../kit/words.ts';

/** The objects of one layer that belong to the selected one: its sensors, its cameras. A click goes there. */
export function RelatedList({ objects }: { objects: readonly Description[] }) {
  const { language } = useWords();
  const { twin, view } = useApp();
  return (
    <ul className="related">
      {objects.map(({ gid, id, layerId, place, values }) => {
        const name = nameOf(new Map(values.map(({ name, value }) => [name, value])), language) ?? id;
        return (
          <li key={gid}>
            <button
              type="button"
              onClick={() => {
                twin.getState().showLayer(layerId, true);
                twin.getState().select(gid);
                view.flyToPlace(place);
              }}
            >
              <span lang={languageOf(name)}>{name}</span>
              <span className="mono id">{id}</span>
              <Icon name="chev" />
            </button>
          </li>
        );
      })}
    </ul>
  );
}

const NEAR_LAYERS = ['cameras', 'resources'] as const;
const NEAREST = 3;

/** 附近: the nearest cameras and forces, as the crow flies; how long they take by road the city does not tell. */
export function NearbySection({ id, place }: { id: string; place: EnuSphere }) {
  const { t, of, language } = useWords();
  const { twin, catalogue, view } = useApp();
  const queryState = useQuery(`near ${id}`, () => catalogue.nearest(place, NEAR_LAYERS, NEAREST));
  const near = queryState.kind === 'answered' ? queryState.answer.filter(({ object }) => object.id !== id) : [];
  if (near.length === 0) return null;
  return (
    <section className="card-near">
      <h3 className="minor">{t('card.near')}</h3>
      <ul className="related">
        {near.map(({ object: { gid, id: other, layerId, place: there, values }, distanceM }) => {
          const name = nameOf(new Map(values.map(({ name, value }) => [name, value])), language) ?? other;
          const layer = twin.city.layers.find((one) => one.id === layerId);
          const { value, unit } = formatDistance(10 * Math.round(distanceM / 10));
          return (
            <li key={gid}>
              <button
                type="button"
                title={layer && of(layer.label)}
                onClick={() => {
                  twin.getState().showLayer(layerId, true);
                  twin.getState().select(gid);
                  view.flyToPlace(there);
                }}
              >
                <Icon name={layerId === 'cameras' ? 'camera' : 'truck'} />
                <span lang={languageOf(name)}>{name}</span>
                <span className="note">
                  <Quantity value={value} unit={unit} />
                </span>
                <Icon name="chev" />
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** The id of the object that this one belongs to: a way there where the city has it, plain text where it has not. */
export function OwnerLink({ id }: { id: string }) {
  const { t } = useWords();
  const { twin, catalogue } = useApp();
  const queryState = useQuery(`gid of ${id}`, () => catalogue.gidOf(id));
  const gid = queryState.kind === 'answered' ? queryState.answer : null;
  if (gid === null) return <span className="mono">{id}</span>;
  return (
    <button
      type="button"
      className="link mono"
      aria-label={t('card.goTo', { id })}
      onClick={() => twin.getState().select(gid)}
    >
      {id}
    </button>
  );
}
