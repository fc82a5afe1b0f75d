/** One dot per step: passed, shown, to come; the words beside them say the same. */
export function StepDots({ count, shown, reached }: { readonly count: number; readonly shown: number; readonly reached: number }) {
  return (
    <div className="stage-steps">
      <span className="stage-dots" aria-hidden="true">
        {Array.from({ length: count }, (_, step) => <i key={step} data-step={stepState(step, shown, reached)} />)}
      </span>
      <span className="stage-count">{shown < 0 ? `${count} steps` : `${shown + 1} of ${count}`}</span>
    </div>
  )
}

function stepState(step: number, shown: number, reached: number): 'shown' | 'passed' | 'to-come' {
  if (step === shown) return 'shown'
  return step <= reached ? 'passed' : 'to-come'
}
