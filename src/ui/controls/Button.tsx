import type { ButtonHTMLAttributes, ReactNode } from 'react'
import './button.css'

interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'type'> {
  /** plain: only its content; line: with a border; primary: filled with the accent; danger: a border in the warning colour. */
  readonly look?: 'plain' | 'line' | 'primary' | 'danger'
  /** Decoration before the label; hidden from assistive technology. */
  readonly icon?: ReactNode
}

/** A button. A button without visible text needs `aria-label`. */
export function Button({ look = 'line', icon, className = '', children, ...rest }: ButtonProps) {
  return (
    <button type="button" className={`button button-${look} ${className}`} {...rest}>
      {icon === undefined ? null : <span className="button-icon" aria-hidden="true">{icon}</span>}
      {children}
    </button>
  )
}
