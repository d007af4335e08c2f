import 'react';

declare module 'react' {
  /** Custom properties may be set inline; React's own type leaves them out. */
  interface CSSProperties {
    [name: `--${string}`]: string | number | undefined;
  }
}
