import { Component } from 'react'
import type { ReactNode } from 'react'
import { Button } from '../ui/controls/Button.tsx'

interface BoundaryState {
  readonly broken: string | undefined
}

/** Catches a page that can't be drawn, so that it is never blank: says so, and draws it anew. The cluster runs on meanwhile. */
export class PageBoundary extends Component<{ readonly children: ReactNode }, BoundaryState> {
  override state: BoundaryState = { broken: undefined }

  static getDerivedStateFromError(error: unknown): BoundaryState {
    return { broken: error instanceof Error ? error.message : String(error) }
  }

  override render(): ReactNode {
    const { broken } = this.state
    if (broken === undefined) return this.props.children
    return (
      <div className="fault" role="alert">
        <h2>The page could not draw this</h2>
        <p>{broken}</p>
        <p className="quiet">The cluster itself is not affected.</p>
        <div className="fault-actions">
          <Button look="primary" onClick={() => { this.setState({ broken: undefined }) }}>Draw again</Button>
          <Button onClick={() => { window.location.reload() }}>Reload the page</Button>
        </div>
      </div>
    )
  }
}
