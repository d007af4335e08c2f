import { useState } from 'react';
import { isWallId } from '../../../../model/walls/wall-step.ts';
import { useApp, useController, useStore, useTwin } from '../../../kit/app-context.tsx';
import { ErrorNotice, Panel, Segmented } from '../../../kit/controls.tsx';
import { useCopy } from '../../../kit/copy.ts';
import { FormSection, NumberField, TextField } from '../../../kit/form-fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { LoginButton } from '../../../kit/login-button.tsx';
import type { PanelProps } from '../../../kit/plugin.ts';
import { useWords } from '../../../kit/words.ts';
import { mayLeadWalls } from '../../../twin/account.ts';
import { MAX_WALL_SIDE, type WallPlace, wallText } from '../../../twin/table.ts';
import { wallController } from '../controller.ts';

type Role = 'alone' | 'lead' | 'follow';
type Layout = Omit<WallPlace, 'column' | 'row'>;

const FIRST_NAME = 'wall-1';
const FIRST_LAYOUT: Layout = { columns: 2, rows: 1, bezelXRatio: 0, bezelYRatio: 0 };
const MAX_GAP_PCT = 30;

/** 多屏联动: which wall this page is of, whether it leads it, and which part of the picture it draws. */
export function WallTool({ onClose }: PanelProps) {
  const { t } = useWords();
  const { twin } = useApp();
  const inStep = useTwin((state) => state.inStep);
  const [name, setName] = useState(inStep?.wall ?? FIRST_NAME);
  const wall = inStep?.wall ?? name.trim();
  const isName = isWallId(wall);
  const choose = (role: Role) => twin.getState().joinWall(role === 'alone' ? null : { role, wall });
  return (
    <Panel title={t('wallStep.title')} className="tool wall-tool" onClose={onClose}>
      <p className="note">{t('wallStep.intro')}</p>
      {inStep === null && (
        <TextField label={t('wallStep.name')} value={name} hint={t('wallStep.nameHint')} onChange={setName} />
      )}
      {!isName && <p className="note warn">{t('wallStep.badName')}</p>}
      <Segmented<Role>
        label={t('wallStep.role')}
        value={inStep?.role ?? 'alone'}
        options={[
          { value: 'alone', label: t('wallStep.alone') },
          { value: 'lead', label: t('wallStep.lead'), disabled: !isName },
          { value: 'follow', label: t('wallStep.follow'), disabled: !isName },
        ]}
        onChange={choose}
      />
      <LeadState />
      <Place wall={isName ? wall : null} />
    </Panel>
  );
}

/** How leading goes, or why it does not. */
function LeadState() {
  const { t, language } = useWords();
  const status = useStore(useController(wallController).status, (state) => state);
  const wall = useTwin(({ inStep }) => inStep?.wall ?? '');
  const account = useTwin((state) => state.account);
  if (status.kind === 'alone' && status.takenBy !== null)
    return (
      <p className="note warn" role="status">
        {t('wallStep.taken', { by: status.takenBy })}
      </p>
    );
  if (status.kind !== 'leads') return null;
  if (account === null)
    return (
      <p role="status">
        <LoginButton className="btn small">{t('wallStep.needsLogin')}</LoginButton>
      </p>
    );
  if (!mayLeadWalls(account))
    return (
      <p className="note warn" role="status">
        {t('wallStep.needsRole')}
      </p>
    );
  if (status.failure)
    return (
      <ErrorNotice
        what={t('wallStep.leads', { wall })}
        reason={t('wallStep.unsent', { reason: status.failure[language] })}
      />
    );
  return (
    <p className="wall-leads" role="status">
      <b>{t('wallStep.leads', { wall })}</b>
      {status.answerMs !== null && (
        <span className="note">{t('wallStep.answered', { ms: formatNumber(Math.ceil(status.answerMs), 0) })}</span>
      )}
    </p>
  );
}

/** How the wall is laid out, which screen of it this is, and the addresses of the others. */
function Place({ wall }: { wall: string | null }) {
  const { t } = useWords();
  const { twin } = useApp();
  const copy = useCopy();
  const place = useTwin((state) => state.wallPlace);
  const [planned, plan] = useState<Layout>(place ?? FIRST_LAYOUT);
  const layout: Layout = place ?? planned;
  const { placeOnWall } = twin.getState();
  const change = (part: Partial<Layout>) => {
    const { columns, rows, bezelXRatio, bezelYRatio } = { ...layout, ...part };
    const next = { columns, rows, bezelXRatio, bezelYRatio };
    plan(next);
    if (!place) return;
    const column = Math.min(place.column, next.columns - 1);
    const row = Math.min(place.row, next.rows - 1);
    placeOnWall({ ...next, column, row });
  };
  const { columns, rows, bezelXRatio, bezelYRatio } = layout;
  const at = (column: number, row: number): WallPlace => ({ columns, rows, bezelXRatio, bezelYRatio, column, row });
  const gapOf = (ratio: number) => Math.round(ratio * 10_000) / 100;
  return (
    <>
      <FormSection title={t('wallStep.layout')}>
        {(['columns', 'rows'] as const).map((side) => (
          <NumberField
            key={side}
            label={t(`wallStep.${side}`)}
            unit=""
            value={layout[side]}
            min={1}
            max={MAX_WALL_SIDE}
            onChange={(count) => change({ [side]: Math.round(count) })}
          />
        ))}
        <NumberField
          label={t('wallStep.gapX')}
          unit={t('wallStep.ofPicture')}
          value={gapOf(bezelXRatio)}
          min={0}
          max={MAX_GAP_PCT}
          step={0.1}
          onChange={(pct) => change({ bezelXRatio: pct / 100 })}
        />
        <NumberField
          label={t('wallStep.gapY')}
          unit={t('wallStep.ofPicture')}
          value={gapOf(bezelYRatio)}
          min={0}
          max={MAX_GAP_PCT}
          step={0.1}
          onChange={(pct) => change({ bezelYRatio: pct / 100 })}
        />
      </FormSection>
      <FormSection title={t('wallStep.place')}>
        <Screens
          layout={layout}
          nameOf={(column, row) => t('wallStep.tile', { row: row + 1, column: column + 1 })}
          isPressed={(column, row) => place?.column === column && place.row === row}
          onClick={(column, row) => placeOnWall(at(column, row))}
        />
        <button type="button" className="btn small" aria-pressed={place === null} onClick={() => placeOnWall(null)}>
          {t('wallStep.whole')}
        </button>
      </FormSection>
      {wall !== null && (
        <FormSection title={t('wallStep.addresses')}>
          <p className="note">{t('wallStep.addressNote')}</p>
          <Screens
            layout={layout}
            nameOf={(column, row) => t('wallStep.copy', { row: row + 1, column: column + 1 })}
            onClick={(column, row) => void copy(addressOf(wall, at(column, row)), 'wallStep.uncopied')}
          />
        </FormSection>
      )}
    </>
  );
}

/** All else of the picture comes from the leader. */
function addressOf(wall: string, place: WallPlace): string {
  const { origin, pathname, search } = window.location;
  return `${origin}${pathname}${search}#screens=${wallText(place)}&follow=${encodeURIComponent(wall)}`;
}

/** The screens of the wall as they hang. */
function Screens({
  layout: { columns, rows },
  nameOf,
  isPressed,
  onClick,
}: {
  layout: Layout;
  nameOf: (column: number, row: number) => string;
  isPressed?: (column: number, row: number) => boolean;
  onClick: (column: number, row: number) => void;
}) {
  const places = Array.from({ length: columns * rows }, (_, i) => [i % columns, Math.floor(i / columns)] as const);
  return (
    <div className="wall-screens" style={{ '--columns': columns }}>
      {places.map(([column, row]) => (
        <button
          key={`${column} ${row}`}
          type="button"
          aria-label={nameOf(column, row)}
          title={nameOf(column, row)}
          aria-pressed={isPressed?.(column, row)}
          onClick={() => onClick(column, row)}
        >
          {row + 1}-{column + 1}
        </button>
      ))}
    </div>
  );
}
