'use client';
import './ssr-window';
import { useServerInsertedHTML } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { ServerStyleSheet, StyleSheetManager } from 'styled-components';

declare module 'styled-components' {
  interface ServerStyleSheet {
    /** On the sheet's instance; the published types leave it out. */
    clearTag(): void;
  }
}

/** Collects the rules of styled-components while the server renders, so that a page arrives styled. */
export function StyledRegistry({ children }: { children: ReactNode }) {
  const [sheet] = useState(() => new ServerStyleSheet());
  useServerInsertedHTML(() => {
    const styles = sheet.getStyleElement();
    sheet.instance.clearTag();
    return <>{styles}</>;
  });
  if (typeof window !== 'undefined') return children;
  return (
    <StyleSheetManager sheet={sheet.instance}>
      {/* biome-ignore lint/complexity/noUselessFragments: the manager takes exactly one element */}
      <>{children}</>
    </StyleSheetManager>
  );
}
