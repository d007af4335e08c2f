import { ROLE_IDS } from '../../../../model/city/layer-role.ts';
import { canHaveRole } from '../../../../model/city/roles.ts';
import { useApp, useOffered } from '../../../kit/app-context.tsx';
import { Quantity } from '../../../kit/controls.tsx';
import { formatFileSize, formatNumber } from '../../../kit/format.ts';
import { Icon } from '../../../kit/icons.tsx';
import { FAR_M, LayerAssumptions, LayerProblems } from '../../../kit/layer-health.tsx';
import { LayerSwatch } from '../../../kit/swatch.tsx';
import { useWords } from '../../../kit/words.ts';
import { ROLE_FORM } from '../../../twin/lent-layers.ts';
import { placeOfLayer } from '../../../view/view-api.ts';
import type { AddedLayer } from '../drop-controller.ts';

/** A layer that stands in the city, and what its file was found to be. */
export function AddedLayerReport({ layer: { info, report } }: { layer: AddedLayer }) {
  const { t, of } = useWords();
  const { view } = useApp();
  const roles = useOffered(ROLE_FORM);
  const size = formatFileSize(report.bytes);
  return (
    <div className="drop-layer" data-layer={info.id}>
      <p className="row-head">
        <LayerSwatch layer={info} />
        <span className="name">{of(info.label)}</span>
        <span className="tag unsure">{t('common.notBaked')}</span>
        <span className="space" />
        <button type="button" className="btn small" onClick={() => view.flyToPlace(placeOfLayer(info))}>
          <Icon name="pin" />
          {t('common.flyTo')}
        </button>
        {roles && ROLE_IDS.some((role) => canHaveRole(role, info.kind)) && (
          <button type="button" className="btn small" onClick={() => roles.open(info.id)}>
            <Icon name="check" />
            {t('common.role')}
          </button>
        )}
      </p>
      <p className="note">{t('drop.counts', { read: formatNumber(report.read), laid: formatNumber(report.laid) })}</p>
      {report.awayM > FAR_M && (
        <p className="note warn" role="alert">
          {t('drop.far', { km: formatNumber(Math.round(report.awayM / 1000)) })}
        </p>
      )}
      <details>
        <summary>
          {t('drop.report')}
          {info.problems.length > 0 && <span className="tag unsure">{info.problems.length}</span>}
        </summary>
        <dl className="facts">
          <dt>{t('drop.format')}</dt>
          <dd>
            {report.format} <Quantity value={size.value} unit={size.unit} />
          </dd>
          <dt>{t('drop.crs')}</dt>
          <dd>
            <span className="mono">{info.source.crs}</span> {t(`drop.crsOrigin.${report.crsOrigin}`)}
          </dd>
          <dt>{t('drop.assumptions')}</dt>
          <dd>
            <LayerAssumptions layer={info} />
          </dd>
          <dt>{t('drop.problems')}</dt>
          <dd>
            <LayerProblems layer={info} />
          </dd>
          <dt>{t('drop.columns')}</dt>
          <dd>
            <Columns layer={{ info, report }} />
          </dd>
        </dl>
      </details>
    </div>
  );
}

/** Every attribute with how many objects have a value of it. */
function Columns({ layer: { info, report } }: { layer: Pick<AddedLayer, 'info' | 'report'> }) {
  const { t, of } = useWords();
  if (report.columns.length === 0) return t('drop.noColumns');
  return (
    <ul className="drop-columns">
      {report.columns.map(({ name, filled }) => (
        <li key={name}>
          <span>{of(info.attributes.find((one) => one.name === name)?.label ?? { zh: name, en: name })}</span>
          <span className="note">
            {t('drop.filled', { filled: formatNumber(filled), count: formatNumber(report.laid) })}
          </span>
        </li>
      ))}
    </ul>
  );
}
