import { isFeatureService, MAX_OFFSET_M } from '../../../../model/city/service-kinds.ts';
import { useApp, useTwin } from '../../../kit/app-context.tsx';
import { Slider } from '../../../kit/controls.tsx';
import { NumberField } from '../../../kit/form-fields.tsx';
import { THIN_SPACE } from '../../../kit/format.ts';
import { Icon } from '../../../kit/icons.tsx';
import { useWords } from '../../../kit/words.ts';
import { type ListedService, ServiceHealth, ServiceSwitch, useServices } from './service-parts.tsx';

/** Tilesets and maps elsewhere, as a folder of their own in the tree of layers. */
export function ServiceLayers() {
  const { t } = useWords();
  const { services } = useServices();
  const drawn = (services ?? []).filter((service) => !isFeatureService(service));
  if (drawn.length === 0) return null;
  return (
    <section className="group" aria-label={t('drop.services')}>
      <div className="group-head">
        <b>{t('drop.services')}</b>
      </div>
      <ul>
        {drawn.map((service) => (
          <ServiceLayerRow key={service.id} service={service} />
        ))}
      </ul>
    </section>
  );
}

function ServiceLayerRow({ service }: { service: ListedService }) {
  const { id, name, licence, url } = service;
  return (
    <li className="layer" data-service={id}>
      <div className="row">
        <span className="name" title={url}>
          <span className="text">{name}</span>
          <span className="meta">{licence}</span>
        </span>
        <ServiceSwitch service={service} />
      </div>
      <ServiceHealth service={service} />
      <ServiceOptions id={id} />
    </li>
  );
}

/** How strongly a drawn service stands in the picture, and how far a tileset is raised. */
function ServiceOptions({ id }: { id: string }) {
  const { t } = useWords();
  const { twin, view } = useApp();
  const layer = useTwin(({ serviceLayers }) => serviceLayers[id]);
  if (!layer) return null;
  const { service, opacityRatio, offsetM, place, status } = layer;
  const change = twin.getState().changeServiceLayer;
  const percent = Math.round(opacityRatio * 100);
  return (
    <div className="options">
      {status === 'loading' && <p className="note">{t('drop.serviceLoading')}</p>}
      <Slider
        label={t('drop.serviceOpacity')}
        value={percent}
        max={100}
        step={5}
        text={`${percent}${THIN_SPACE}%`}
        onChange={(value) => change(id, { opacityRatio: value / 100 })}
      />
      {service.kind === '3dtiles' && (
        <NumberField
          label={t('drop.serviceOffset')}
          unit="m"
          value={offsetM}
          min={-MAX_OFFSET_M}
          max={MAX_OFFSET_M}
          step={0.5}
          onChange={(value) => change(id, { offsetM: value })}
        />
      )}
      {place && (
        <div className="actions">
          <button type="button" className="btn small" onClick={() => view.flyToPlace(place)}>
            <Icon name="pin" />
            {t('drop.serviceZoom')}
          </button>
        </div>
      )}
    </div>
  );
}
