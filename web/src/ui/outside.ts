/** What is on top of panels and dialogs without being part of them: using it must not close them. */
export function leaveToToasts(event: Event & { detail?: { originalEvent?: Event } }): void {
  const target = event.detail?.originalEvent?.target;
  if (target instanceof Element && target.closest("[data-sonner-toaster]")) event.preventDefault();
}
