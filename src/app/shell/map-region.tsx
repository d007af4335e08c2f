import { MapPlace } from '../../kit/free-space.tsx';
import { Placed, SlotPanels, useSlot } from '../../kit/slots.tsx';
import { useWords } from '../../kit/words.ts';
import { Cluster } from './cluster.tsx';
import { MapScale } from './map-scale.tsx';
import { Plate } from './plate.tsx';

/** The picture in its rectangle, with figures above it and its furniture at its edges. */
export function MapRegion() {
  return (
    <div className="map-region">
      <SlotPanels slot="vitals" />
      <MapPlace className="map">
        <SlotPanels slot="over" />
        <Plate />
        <div className="map-bottom">
          <MapLegend />
          <span className="space" />
          <MapScale />
          <Cluster />
        </div>
      </MapPlace>
    </div>
  );
}

/** At the bottom left of the map while it wears colours that want words: the first in full, the others folded below it. */
function MapLegend() {
  const { t } = useWords();
  const [top, ...others] = useSlot('legend');
  if (!top) return null;
  return (
    <section className="furniture legend" aria-label={t('tools.legend')}>
      <Placed key={top.id} panel={top} />
      {others.length > 0 && (
        <details>
          <summary>{t('shell.moreLegends', { count: others.length })}</summary>
          {others.map((panel) => (
            <Placed key={panel.id} panel={panel} />
          ))}
        </details>
      )}
    </section>
  );
}
