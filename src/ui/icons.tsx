/** Line icons, 24 x 24, drawn in `currentColor`. The word always stands beside an icon, so they are hidden from assistive technology. */
import type { ReactNode } from 'react'

const filled = { className: 'icon-filled' } as const

const paths = {
  etcd: <><path d="M4 6.2C4 4.4 7.6 3 12 3s8 1.4 8 3.2-3.6 3.2-8 3.2-8-1.4-8-3.2Z" /><path d="M4 6.2v11.6C4 19.6 7.6 21 12 21s8-1.4 8-3.2V6.2" /><path d="M4 12c0 1.8 3.6 3.2 8 3.2s8-1.4 8-3.2" /></>,
  apiServer: <><circle cx="12" cy="12" r="4.2" /><path d="M12 2v5.8M12 16.2V22M2 12h5.8M16.2 12H22" /><circle cx="12" cy="12" r="1.2" {...filled} /></>,
  controllerManager: <><path d="M20 11a8 8 0 0 0-14.3-4L4 9" /><path d="M4 4v5h5" /><path d="M4 13a8 8 0 0 0 14.3 4l1.7-2" /><path d="M20 20v-5h-5" /></>,
  scheduler: <><path d="M12 2.5v8M8.5 7.3 12 10.8l3.5-3.5" /><path d="M2.5 15h5v6h-5zM16.5 15h5v6h-5z" /><path d="M9.5 15h5v6h-5z" {...filled} /></>,
  kubelet: <><rect x="3" y="3" width="18" height="18" rx="4" /><path d="M6 12.5h3l2-5 2.6 9 1.9-4H18" /></>,
  kubeProxy: <><path d="M2.5 12H8l5-6.5h7M8 12l5 6.5h7" /><path d="m17.5 2.5 3 3-3 3M17.5 15.5l3 3-3 3" /></>,
  containerRuntime: <><rect x="3" y="4" width="18" height="16" rx="2.5" /><path d="M10 8.5v7l5.5-3.5z" {...filled} /></>,
  node: <><rect x="3" y="3.5" width="18" height="7.5" rx="2" /><rect x="3" y="13" width="18" height="7.5" rx="2" /><path d="M7 7.25h.01M7 16.75h.01M11.5 7.25H17M11.5 16.75H17" /></>,
  pod: <><path d="m12 2.5 8.3 4.75v9.5L12 21.5l-8.3-4.75v-9.5z" /><path d="M12 12 20 7.4M12 12v9M12 12 4 7.4" /></>,
  container: <><rect x="2.5" y="6" width="19" height="12" rx="1.5" /><path d="M7.5 9v6M12 9v6M16.5 9v6" /></>,
  service: <><circle cx="12" cy="5" r="2.5" /><path d="M12 7.5V12M5 16v-4h14v4M12 12v4" /><circle cx="5" cy="18.5" r="2.5" /><circle cx="12" cy="18.5" r="2.5" /><circle cx="19" cy="18.5" r="2.5" /></>,
  deployment: <><path d="m12 2.5 9 4.7-9 4.7-9-4.7z" /><path d="m3 12 9 4.7 9-4.7M3 16.7l9 4.7 9-4.7" /></>,
  kubectl: <><rect x="2.5" y="4" width="19" height="16" rx="2.5" /><path d="m6.5 9 3 3-3 3M12.5 15.5h5" /></>,
  clients: <><circle cx="12" cy="12" r="9" /><path d="M3 12h18M12 3c2.7 2.6 4 5.6 4 9s-1.3 6.4-4 9c-2.7-2.6-4-5.6-4-9s1.3-6.4 4-9Z" /></>,
  network: <><path d="M3 12h18" /><circle cx="6" cy="12" r="2.4" /><circle cx="18" cy="12" r="2.4" /><path d="M6 9.6V4M18 9.6V4M12 12v7M9 19h6" /></>,
  tray: <><path d="M3 13.5 6 5h12l3 8.5V19H3z" /><path d="M3 13.5h5.5l1.2 2.5h4.6l1.2-2.5H21" /></>,
  power: <><path d="M12 3v8" /><path d="M6.5 6.5a8 8 0 1 0 11 0" /></>,
  cable: <><path d="M4 4v4a4 4 0 0 0 4 4h1M20 20v-4a4 4 0 0 0-4-4h-1" /><path d="m10 9 4 6M14 9l-4 6" /></>,
  pause: <path d="M8 5v14M16 5v14" strokeWidth="3" />,
  play: <path d="M7 4.5v15l12-7.5z" {...filled} />,
  stepMessage: <><path d="M6 5v14l9-7z" {...filled} /><path d="M18 5v14" strokeWidth="2.5" /></>,
  stepChange: <><path d="M3 5v14l8-7zM12 5v14l8-7z" {...filled} /><path d="M21.5 5v14" strokeWidth="2" /></>,
  reset: <><path d="M4.5 12a7.5 7.5 0 1 0 2.4-5.5L4 9" /><path d="M4 4v5h5" /></>,
  present: <><rect x="3" y="4" width="18" height="12" rx="2" /><path d="M12 16v4M8 21h8" /></>,
  share: <path d="M12 15V3M8 6.5 12 3l4 3.5M5 12v8h14v-8" />,
  search: <><circle cx="10.5" cy="10.5" r="6.5" /><path d="m15.5 15.5 5 5" /></>,
  back: <path d="M15 5 8 12l7 7" />,
  forward: <path d="m9 5 7 7-7 7" />,
  close: <path d="m6 6 12 12M18 6 6 18" />,
  chevronUp: <path d="m6 15 6-6 6 6" />,
  chevronDown: <path d="m6 9 6 6 6-6" />,
  chevronRight: <path d="m9 6 6 6-6 6" />,
  plus: <path d="M12 5v14M5 12h14" />,
  minus: <path d="M5 12h14" />,
  panel: <><rect x="3" y="4" width="18" height="16" rx="2" /><path d="M14.5 4v16" /></>,
  fit: <path d="M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5" />,
  dark: <path d="M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5Z" />,
  light: <><circle cx="12" cy="12" r="4.2" /><path d="M12 2.5v2.5M12 19v2.5M2.5 12H5M19 12h2.5M5.3 5.3l1.8 1.8M16.9 16.9l1.8 1.8M18.7 5.3l-1.8 1.8M7.1 16.9l-1.8 1.8" /></>,
  open: <path d="M14 4h6v6M20 4l-9 9M18 14v6H4V6h6" />,
  ban: <><circle cx="12" cy="12" r="8.5" /><path d="m6.2 6.2 11.6 11.6" /></>,
} satisfies Record<string, ReactNode>

export type IconName = keyof typeof paths

/** One icon; `size` in px. */
export function Icon({ name, size = 16, className = '' }: { name: IconName; size?: number; className?: string }) {
  return (
    <svg className={`icon ${className}`} width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {paths[name]}
    </svg>
  )
}
