import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { useApp, usePanels, useTwin } from '../../kit/app-context.tsx';
import { Icon } from '../../kit/icons.tsx';
import { useSlot } from '../../kit/slots.tsx';
import { useWords } from '../../kit/words.ts';

/** How the camera is turned home, and the tools; each a panel that opens beside it. */
export function MapTools() {
  const { t } = useWords();
  const { twin, view } = useApp();
  const open = usePanels((state) => state.tool);
  const openTool = usePanels((state) => state.openTool);
  const tools = useSlot('tool');
  const headingDeg = useTwin((state) => Math.round(state.camera.headingDeg));
  const used = useTwin((state) =>
    tools
      .filter(({ isInUse }) => isInUse?.(state))
      .map(({ id }) => id)
      .join(' '),
  ).split(' ');
  return (
    <Toolbar label={t('tools.label')}>
      <ToolButton label={t('tools.north')} onClick={() => view.faceNorth()}>
        <span className="compass" style={{ '--heading': `${-headingDeg}deg` }}>
          <Icon name="north" />
        </span>
      </ToolButton>
      <ToolButton label={t('tools.zoomIn')} isByFingers onClick={() => view.zoomIn()}>
        <Icon name="plus" />
      </ToolButton>
      <ToolButton label={t('tools.zoomOut')} isByFingers onClick={() => view.zoomOut()}>
        <Icon name="minus" />
      </ToolButton>
      <ToolButton label={t('tools.home')} onClick={() => twin.getState().flyHome()}>
        <Icon name="home" />
      </ToolButton>
      {tools.map(({ id, title, icon }) => (
        <ToolButton
          key={id}
          label={title ? t(title) : id}
          expanded={open === id}
          isInUse={used.includes(id)}
          onClick={() => openTool(open === id ? null : id)}
        >
          {icon && <Icon name={icon} />}
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
