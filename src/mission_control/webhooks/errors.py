"""What is refused about webhooks, as the caller is told."""

from mission_control.kernel.http.errors import Conflict, Forbidden, Gone, PayloadTooLarge, Unavailable, Unprocessable


class UnknownWebhookAgent(Unprocessable):
    code = "unknown_webhook_agent"


class TooManyWebhooks(Conflict):
    code = "too_many_webhooks"


class WebhookDisabled(Gone):
    code = "webhook_disabled"

    def __init__(self) -> None:
        super().__init__("Webhook is disabled; a person has paused it on its board")


class OwnEvent(Gone):
    """What a subscription of this installation sends to it would be told again as an event, and so for ever."""

    code = "webhook_own_event"

    def __init__(self) -> None:
        super().__init__("This is an event of this installation itself: subscribe an address of another system to it")


class WebhookPayloadTooLarge(PayloadTooLarge):
    code = "webhook_payload_too_large"

    def __init__(self, limit: int) -> None:
        super().__init__(f"Payload exceeds maximum size of {limit} bytes")


class SignatureMissing(Forbidden):
    code = "webhook_signature_missing"


class SignatureInvalid(Forbidden):
    code = "webhook_signature_invalid"


class SignatureExpired(Forbidden):
    code = "webhook_signature_expired"


class WebhookSecretUnreadable(Unavailable):
    """The fault is on our side: the sender should try again when it has been mended."""

    code = "webhook_secret_unreadable"
