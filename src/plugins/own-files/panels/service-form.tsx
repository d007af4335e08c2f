import { useState } from 'react';
import type { NamedService } from '../../../../model/city/feature-service.ts';
import {
  FEATURE_SERVICE_CRS,
  type FeatureServiceCrs,
  MAX_OFFSET_M,
  SERVICE_KINDS,
  WMS_VERSIONS,
} from '../../../../model/city/service-kinds.ts';
import { useService } from '../../../kit/app-context.tsx';
import { ErrorNotice } from '../../../kit/controls.tsx';
import { ChoiceField, NumberField, TextField } from '../../../kit/form-fields.tsx';
import { useErrorText } from '../../../kit/reason.ts';
import { useWords } from '../../../kit/words.ts';
import { ACCOUNT_SESSION } from '../../../twin/account-session.ts';

type Kind = NamedService['kind'];
const EMPTY = {
  kind: 'oapif' as Kind,
  name: '',
  url: '',
  licence: '',
  layer: '',
  crs: 'CRS84' as FeatureServiceCrs,
  version: WMS_VERSIONS[0] as (typeof WMS_VERSIONS)[number],
  matrixSet: '',
  matrix: '{z}',
  offsetM: 0,
};
type Draft = typeof EMPTY;

/** Standards go by their own names in every language. */
const KIND_NAMES: Record<Kind, string> = {
  oapif: 'OGC API – Features',
  wfs: 'WFS 2.0',
  '3dtiles': '3D Tiles',
  wms: 'WMS',
  wmts: 'WMTS',
  xyz: 'XYZ',
};
/** What each kind is asked for beside its name, address and licence. */
const FIELDS: Record<Kind, readonly (keyof Draft)[]> = {
  oapif: ['layer', 'crs'],
  wfs: ['layer', 'crs'],
  '3dtiles': ['offsetM'],
  wms: ['layer', 'crs', 'version'],
  wmts: ['layer', 'crs', 'matrixSet', 'matrix'],
  xyz: ['crs'],
};
const HINTS: Record<Kind, string> = {
  oapif: 'https://gis.example/api',
  wfs: 'https://gis.example/wfs',
  '3dtiles': 'https://gis.example/town/tileset.json',
  wms: 'https://gis.example/wms',
  wmts: 'https://gis.example/wmts',
  xyz: 'https://gis.example/{z}/{x}/{y}.png',
};

/** The form in which an administrator names a service by its address. */
export function ServiceForm({ onDone }: { onDone: () => void }) {
  const { t } = useWords();
  const reasonOf = useErrorText();
  const session = useService(ACCOUNT_SESSION);
  const [draft, setDraft] = useState(EMPTY);
  const [failure, setFailure] = useState<string | null>(null);
  const put = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const { kind, name, url, licence } = draft;
  const isFeatures = kind === 'oapif' || kind === 'wfs';
  const add = () => {
    const own = Object.fromEntries(FIELDS[kind].map((field) => [field, draft[field]]));
    void session
      .post('feature-services', { id: crypto.randomUUID(), kind, name, url, licence, ...own })
      .then(onDone, (error: unknown) => setFailure(reasonOf(error)));
  };
  return (
    <div className="drop-service-form">
      <ChoiceField
        label={t('drop.serviceKind')}
        value={kind}
        options={SERVICE_KINDS.map((value) => ({ value, label: KIND_NAMES[value] }))}
        onChange={(next) => put({ kind: next, crs: next === 'oapif' || next === 'wfs' ? 'CRS84' : 'EPSG:3857' })}
      />
      <TextField label={t('drop.serviceName')} value={name} onChange={(value) => put({ name: value })} />
      <TextField
        label={t('drop.serviceAddress')}
        value={url}
        hint={HINTS[kind]}
        onChange={(value) => put({ url: value })}
      />
      <OwnFields draft={draft} put={put} />
      <TextField label={t('common.licence')} value={licence} onChange={(value) => put({ licence: value })} />
      <p className="note">{t(isFeatures ? 'drop.serviceNote' : 'drop.servicePictureNote')}</p>
      {failure !== null && <ErrorNotice what={t('drop.serviceFailed')} reason={failure} />}
      <button type="button" className="btn small primary" onClick={add}>
        {t('drop.serviceAdd')}
      </button>
    </div>
  );
}

function OwnFields({ draft, put }: { draft: Draft; put: (part: Partial<Draft>) => void }) {
  const { t } = useWords();
  const { kind, layer, crs, version, matrixSet, matrix, offsetM } = draft;
  const has = (field: keyof Draft): boolean => FIELDS[kind].includes(field);
  return (
    <>
      {has('layer') && (
        <TextField label={t('drop.serviceLayer')} value={layer} onChange={(value) => put({ layer: value })} />
      )}
      {has('crs') && (
        <ChoiceField
          label={t('drop.crsField')}
          value={crs}
          options={FEATURE_SERVICE_CRS.map((value) => ({ value, label: value }))}
          onChange={(value) => put({ crs: value })}
        />
      )}
      {has('version') && (
        <ChoiceField
          label={t('drop.serviceVersion')}
          value={version}
          options={WMS_VERSIONS.map((value) => ({ value, label: value }))}
          onChange={(value) => put({ version: value })}
        />
      )}
      {has('matrixSet') && (
        <>
          <TextField
            label={t('drop.serviceMatrixSet')}
            value={matrixSet}
            hint="w"
            onChange={(value) => put({ matrixSet: value })}
          />
          <TextField
            label={t('drop.serviceMatrix')}
            value={matrix}
            hint="EPSG:4326:{z}"
            onChange={(value) => put({ matrix: value })}
          />
        </>
      )}
      {has('offsetM') && (
        <NumberField
          label={t('drop.serviceOffset')}
          unit="m"
          value={offsetM}
          min={-MAX_OFFSET_M}
          max={MAX_OFFSET_M}
          step={0.5}
          onChange={(value) => put({ offsetM: value })}
        />
      )}
    </>
  );
}
