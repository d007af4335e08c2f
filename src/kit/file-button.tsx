import { useRef } from 'react';
import { Icon } from './icons.tsx';

/** A button that asks for one file. */
export function FileButton({
  accept,
  icon,
  label,
  disabled = false,
  onFile,
}: {
  accept: string;
  icon?: 'plus' | 'layers';
  label: string;
  disabled?: boolean;
  onFile: (file: File) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        className="unseen"
        tabIndex={-1}
        accept={accept}
        aria-label={label}
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file) onFile(file);
          currentTarget.value = '';
        }}
      />
      <button type="button" className="btn small" disabled={disabled} onClick={() => input.current?.click()}>
        {icon && <Icon name={icon} />}
        {label}
      </button>
    </>
  );
}
