import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { Icon, type IconName } from './icons.tsx';
import { isDocked, TOOLS, type Tool, usePanels } from './panels.ts';
import { useSurroundings, useTwin } from './surroundings.tsx';
import { useWords } from './words.ts';

const TOOL_ICONS: Record<Tool, IconName> = {
  sun: 'sun',
  colour: 'histogram',
  underground: 'cut',
  compare: 'swipe',
  measure: 'ruler',
  flood: 'water',
  crowd: 'users',
};

/** How the camera is turned home, and the tools; each a panel that opens beside it. */
export function MapTools() {
  const { t } = useWords();
  const { twin, globe } = useSurroundings();
  const tool = usePanels((state) => state.tool);
  const openTool = usePanels((state) => state.openTool);
  const desk = useTwin((state) => state.desk);
  const headingDeg = useTwin((state) => Math.round(state.camera.headingDeg));
  const inUse = useTwin((state) =>
    [
      state.underground !== 'off' || state.excavation !== null ? 'underground' : '',
      state.compare !== 'off' ? 'compare' : '',
      state.colouring !== null || state.filters.length > 0 ? 'colour' : '',
      state.playing ? 'sun' : '',
      state.shownFloodId !== null ? 'flood' : '',
      state.shownCrowdId !== null ? 'crowd' : '',
    ].join(' '),
  );
  return (
    <Toolbar label={t('tools.label')}>
      <ToolButton label={t('tools.north')} onClick={() => globe.faceNorth()}>
        <span className="compass" style={{ '--heading': `${-headingDeg}deg` }}>
          <Icon name="north" />
        </span>
      </ToolButton>
      <ToolButton label={t('tools.zoomIn')} isByFingers onClick={() => globe.zoomIn()}>
        <Icon name="plus" />
      </ToolButton>
      <ToolButton label={t('tools.zoomOut')} isByFingers onClick={() => globe.zoomOut()}>
        <Icon name="minus" />
      </ToolButton>
      <ToolButton label={t('tools.home')} onClick={() => twin.getState().flyTo(twin.city.home)}>
        <Icon name="home" />
      </ToolButton>
      {TOOLS.filter((name) => !isDocked(name) || desk === 'command').map((name) => (
        <ToolButton
          key={name}
          label={t(`${name}.title`)}
          expanded={tool === name}
          isInUse={inUse.includes(name)}
          onClick={() => openTool(tool === name ? null : name)}
        >
          <Icon name={TOOL_ICONS[name]} />
        </ToolButton>
      ))}
    </Toolbar>
  );
}

/** One tab stop; arrows go from button to button. */
function Toolbar({ label, children }: { label: string; children: ReactNode }) {
  const bar = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const buttons = [...(bar.current?.querySelectorAll('button') ?? [])].filter(({ offsetParent }) => offsetParent);
    const at = buttons.findIndex((button) => button.matches(':focus'));
    event.preventDefault();
    event.stopPropagation();
    buttons[(at + step + buttons.length) % buttons.length]?.focus();
  };
  return (
    <div
      ref={bar}
      className="furniture tools"
      role="toolbar"
      aria-label={label}
      aria-orientation="vertical"
      onKeyDown={onKeyDown}
    >
      {children}
    </div>
  );
}

function ToolButton({
  label,
  onClick,
  expanded,
  isInUse = false,
  isByFingers = false,
  children,
}: {
  label: string;
  onClick: () => void;
  expanded?: boolean;
  isInUse?: boolean;
  /** A phone does it by touch and needs the place. */
  isByFingers?: boolean;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      aria-expanded={expanded}
      className={isInUse ? 'in-use' : isByFingers ? 'by-fingers' : ''}
      onClick={onClick}
    >
      {children}
    </button>
  );
}
