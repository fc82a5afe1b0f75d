/** One dot per step: passed, shown, to come; the words beside them say the same. The buttons are for a mouse or a finger. */
import { Button } from '../ui/controls/Button.tsx'
import { Icon } from '../ui/icons.tsx'

interface StepDotsProps {
  readonly count: number
  readonly shown: number
  readonly reached: number
  readonly onNext: () => void
  readonly onPrevious: () => void
}

export function StepDots({ count, shown, reached, onNext, onPrevious }: StepDotsProps) {
  return (
    <div className="stage-steps">
      <Button
        look="plain" className="stage-previous" aria-label="Previous step" disabled={shown <= 0} icon={<Icon name="chevronRight" size={20} />}
        onClick={onPrevious}
      />
      <span className="stage-dots" aria-hidden="true">
        {Array.from({ length: count }, (_, step) => <i key={step} data-step={stepState(step, shown, reached)} />)}
      </span>
      <Button look="plain" aria-label="Next step" disabled={shown >= count - 1} icon={<Icon name="chevronRight" size={20} />} onClick={onNext} />
      <span className="stage-count">{shown < 0 ? `${count} steps` : `${shown + 1} of ${count}`}</span>
    </div>
  )
}

function stepState(step: number, shown: number, reached: number): 'shown' | 'passed' | 'to-come' {
  if (step === shown) return 'shown'
  return step <= reached ? 'passed' : 'to-come'
}
