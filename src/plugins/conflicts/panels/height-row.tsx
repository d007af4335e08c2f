import type { Description, OverLimit } from '../../../../model/city/catalogue.ts';
import { HEIGHT_ORIGIN, HEIGHT_ORIGINS, unmeasuredHeight } from '../../../../model/city/height-origin.ts';
import { nameOf } from '../../../../model/city/thing-name.ts';
import { useApp } from '../../../kit/app-context.tsx';
import { languageOf } from '../../../kit/attribute-text.ts';
import { formatLimit } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';

type DescribedOverLimit = OverLimit & { readonly description: Description | null };

/** A building over a limit: its name, by how much, its height and the limit; a click goes there. */
export function HeightRow({ over: { gid, heightM, limitM, description } }: { over: DescribedOverLimit }) {
  const { t, of, language } = useWords();
  const { twin, view } = useApp();
  const name =
    description &&
    (nameOf(new Map(description.values.map(({ name, value }) => [name, value])), language) ?? description.id);
  const origin = unmeasuredHeight(description?.values.find((one) => one.name === HEIGHT_ORIGIN)?.value);
  const metres = (value: number) => `${formatLimit(Number(value.toFixed(1)))}\u2009m`;
  const show = () => {
    if (!description) return;
    twin.getState().showLayer(description.layerId, true);
    twin.getState().select(gid);
    view.flyToPlace(description.place);
  };
  return (
    <li>
      <button type="button" onClick={show}>
        <i className="primary" />
        <span lang={languageOf(name ?? '')}>{name ?? String(gid)}</span>
        <b className="over">{t('conflicts.over', { over: metres(heightM - limitM) })}</b>
        <span className="note">{t('conflicts.limit', { height: metres(heightM), limit: metres(limitM) })}</span>
        {origin && <span className="tag unsure">{of(HEIGHT_ORIGINS[origin])}</span>}
      </button>
    </li>
  );
}
