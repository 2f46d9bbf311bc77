import type { ReactNode } from 'react';

interface SidebarItemProps {
  readonly label: string;
  readonly face: ReactNode;
  readonly open: boolean;
  readonly unread: number;
  readonly onOpen: () => void;
}

export function SidebarItem({ label, face, open, unread, onOpen }: SidebarItemProps) {
  const classes = ['sidebar-item', open && 'sidebar-item--open', unread > 0 && 'sidebar-item--unread']
    .filter(Boolean)
    .join(' ');
  return (
    <li>
      <button type="button" className={classes} aria-current={open ? 'page' : undefined} title={label} onClick={onOpen}>
        <span className="sidebar-face">{face}</span>
        <span className="sidebar-label">{label}</span>
        {unread > 0 && (
          <span className="sidebar-badge" role="img" aria-label={`${unread} unread`}>
            {unread > 99 ? '99+' : unread}
          </span>
        )}
      </button>
    </li>
  );
}
