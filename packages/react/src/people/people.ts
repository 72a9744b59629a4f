export { AskName } from './AskName.tsx'
export { Faces } from './Faces.tsx'
export { FollowedFrame, FollowerHint, Following } from './Following.tsx'
export { initials } from './Profile.tsx'
