import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { useApp, usePanels, useTwin } from '../../kit/app-context.tsx';
import { Icon } from '../../kit/icons.tsx';
import type { PlacedPanel } from '../../kit/plugin.ts';
import { useSlot } from '../../kit/slots.tsx';
import { useWords } from '../../kit/words.ts';

/** Bottom right of the map: how the camera is turned home, and what every step may want of the picture. */
export function Cluster() {
  const { t } = useWords();
  const { twin, view } = useApp();
  const tools = useSlot('tool').filter(({ at }) => at?.includes('cluster'));
  const headingDeg = useTwin((state) => Math.round(state.camera.headingDeg));
  return (
    <Toolbar label={t('tools.label')}>
      <div className="furniture">
        <Button label={t('tools.north')} word={t('cluster.north')} hotkey="N" onClick={() => view.faceNorth()}>
          <span className="compass" style={{ '--heading': `${-headingDeg}deg` }}>
            <Icon name="north" />
          </span>
        </Button>
        <Button label={t('tools.zoomIn')} word={t('tools.zoomIn')} hotkey="+" isByFingers onClick={() => view.zoomIn()}>
          <Icon name="plus" />
        </Button>
        <Button
          label={t('tools.zoomOut')}
          word={t('tools.zoomOut')}
          hotkey="−"
          isByFingers
          onClick={() => view.zoomOut()}
        >
          <Icon name="minus" />
        </Button>
        <Button label={t('tools.home')} word={t('cluster.home')} hotkey="H" onClick={() => twin.getState().flyHome()}>
          <Icon name="home" />
        </Button>
      </div>
      {tools.length > 0 && (
        <div className="furniture">
          {tools.map((tool) => (
            <ToolButton key={tool.id} tool={tool} />
          ))}
        </div>
      )}
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
      className="cluster"
      role="toolbar"
      aria-label={label}
      aria-orientation="vertical"
      onKeyDown={onKeyDown}
    >
      {children}
    </div>
  );
}

/** A tool that hangs on the map; its word is the tool's own, shortened to what fits below an icon. */
function ToolButton({ tool: { id, title, icon, short, isInUse } }: { tool: PlacedPanel }) {
  const { t } = useWords();
  const isOpen = usePanels((state) => state.tool === id);
  const openTool = usePanels((state) => state.openTool);
  const isOn = useTwin((state) => isInUse?.(state) ?? false);
  const label = title ? t(title) : id;
  return (
    <Button
      label={label}
      word={short ? t(short) : label}
      tool={id}
      expanded={isOpen}
      isInUse={isOn}
      onClick={() => openTool(isOpen ? null : id)}
    >
      {icon && <Icon name={icon} />}
    </Button>
  );
}

function Button({
  label,
  word,
  hotkey,
  tool,
  onClick,
  expanded,
  isInUse = false,
  isByFingers = false,
  children,
}: {
  label: string;
  /** Below the icon, where there is room for it. */
  word: string;
  hotkey?: string;
  /** The tool that it opens, by its panel's id. */
  tool?: string;
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
      // What is seen below the icon is said too: who speaks to the page says what he sees.
      aria-label={word === label ? label : `${word} · ${label}`}
      title={hotkey ? `${label} · ${hotkey}` : label}
      aria-expanded={expanded}
      data-tool={tool}
      className={isInUse ? 'in-use' : isByFingers ? 'by-fingers' : ''}
      onClick={onClick}
    >
      {children}
      <small aria-hidden="true">{word}</small>
    </button>
  );
}
