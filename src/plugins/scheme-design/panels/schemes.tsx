import { useState } from 'react';
import type { Scheme } from '../../../../model/schemes/scheme.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { Chip, EmptyState, ErrorNotice, Panel, Tabs } from '../../../kit/controls.tsx';
import { FileButton } from '../../../kit/file-button.tsx';
import type { PanelProps } from '../../../kit/plugin.ts';
import { saveFile } from '../../../kit/run-parts.tsx';
import { useWords } from '../../../kit/words.ts';
import { failureOf } from '../../../twin/failure.ts';
import { COMPARE_TOOL, schemeDesignController } from '../controller.ts';
import { Design } from './design.tsx';
import { Figures } from './figures.tsx';
import { SchemeCard } from './scheme-card.tsx';

/** Schemes of the city: designed parcel by parcel, measured while they are, and held against each other. */
export function SchemesPanel({ onClose }: PanelProps) {
  const { t } = useWords();
  const view = useTwin(({ schemeView }) => schemeView);
  const failure = useTwin(({ schemeFailure }) => schemeFailure);
  const set = useTwin(({ setSchemes }) => setSchemes);
  const scheme = useShownScheme();
  const count = useTwin(({ schemes }) => schemes.length);
  return (
    <Panel title={t('schemes.title')} className="dock schemes" onClose={onClose} footer={<SchemeFile />}>
      <Choice />
      <Tabs
        label={t('schemes.view')}
        value={view}
        options={[
          { value: 'design', label: t('schemes.design') },
          { value: 'figures', label: t('schemes.figures') },
        ]}
        onChange={(schemeView) => set({ schemeView })}
      />
      {failure && <ErrorNotice what={t('schemes.failed')} reason={failure} />}
      {scheme ? (
        view === 'design' ? (
          <Design scheme={scheme} />
        ) : (
          <Figures scheme={scheme} />
        )
      ) : (
        <EmptyState icon="cube">{t(count === 0 ? 'schemes.none' : 'schemes.asItStands')}</EmptyState>
      )}
    </Panel>
  );
}

/** The scheme in the picture; null: the city as it stands. */
function useShownScheme(): Scheme | null {
  return useTwin(({ schemes, schemeShown }) => schemes.find(({ id }) => id === schemeShown) ?? null);
}

/** More than these beside each other say nothing. */
const MAX_SCHEMES = 12;

/** Which scheme is looked at, or none of them. */
function Choice() {
  const { t } = useWords();
  const { panels } = useApp();
  const controller = useController(schemeDesignController);
  const schemes = useTwin((state) => state.schemes);
  const shown = useTwin(({ schemeShown }) => schemeShown);
  const set = useTwin(({ setSchemes }) => setSchemes);
  const show = ({ id, parcels }: Scheme) => set({ schemeShown: id, schemeParcel: parcels[0]?.id ?? null });
  const nextName = t('schemes.nth', { n: schemes.length + 1 });
  return (
    <div className="scheme-choice">
      {schemes.length > 0 && (
        <div className="scheme-cards">
          {schemes.map((scheme) => (
            <SchemeCard key={scheme.id} scheme={scheme}>
              <Chip on={scheme.id === shown} onClick={() => show(scheme)}>
                {scheme.name}
              </Chip>
            </SchemeCard>
          ))}
        </div>
      )}
      <div className="chips">
        {schemes.length > 0 && (
          <Chip on={shown === null} onClick={() => set({ schemeShown: null, schemeParcel: null })}>
            {t('schemes.today')}
          </Chip>
        )}
        {schemes.length < MAX_SCHEMES && (
          <button type="button" className="btn small" onClick={() => controller.add(nextName, null)}>
            {t('schemes.add')}
          </button>
        )}
        {schemes.length < MAX_SCHEMES && shown !== null && (
          <button type="button" className="btn small" onClick={() => controller.add(nextName, shown)}>
            {t('schemes.copy')}
          </button>
        )}
        {schemes.length > 1 && (
          <button type="button" className="btn small" onClick={() => panels.getState().openTool(COMPARE_TOOL)}>
            {t('schemes.toCompare')}
          </button>
        )}
      </div>
    </div>
  );
}

/** All schemes as one file. */
function SchemeFile() {
  const { t } = useWords();
  const controller = useController(schemeDesignController);
  const hasAny = useTwin(({ schemes }) => schemes.length > 0);
  const set = useTwin(({ setSchemes }) => setSchemes);
  const [isReading, setReading] = useState(false);
  const open = (file: File) => {
    setReading(true);
    controller
      .openFile(file)
      .catch((error: unknown) => set({ schemeFailure: failureOf(error) }))
      .finally(() => setReading(false));
  };
  return (
    <p className="row-head scheme-file">
      <FileButton accept=".geojson,.json" label={t('schemes.open')} onFile={open} />
      {isReading && <span role="status">{t('schemes.reading')}</span>}
      <button
        type="button"
        className="btn small"
        disabled={!hasAny}
        onClick={() => saveFile('schemes.geojson', 'application/geo+json', controller.fileText())}
      >
        {t('schemes.save')}
      </button>
    </p>
  );
}
