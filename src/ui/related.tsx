import type { Description } from '../city/catalogue.ts';
import { languageOf, nameOf } from './attribute-text.ts';
import { Icon } from './icons.tsx';
import { useAsked, useSurroundings } from './surroundings.tsx';
import { useWords } from './words.ts';

/** The objects of one layer that belong to the selected one: its sensors, its cameras. A click goes there. */
export function RelatedList({ objects }: { objects: readonly Description[] }) {
  const { language } = useWords();
  const { twin, globe } = useSurroundings();
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
                globe.flyToPlace(place);
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

/** The id of the object that this one belongs to: a way there where the city has it, plain text where it has not. */
export function OwnerLink({ id }: { id: string }) {
  const { t } = useWords();
  const { twin, catalogue } = useSurroundings();
  const asked = useAsked(`gid of ${id}`, () => catalogue.gidOf(id));
  const gid = asked.kind === 'answered' ? asked.answer : null;
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
