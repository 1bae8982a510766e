/** Short names for the generated schema; features import from here and never from schema.d.ts. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type User = Schemas["UserRead"];
export type UserUpdate = Schemas["UserUpdate"];
export type Organization = Schemas["OrganizationRead"];
export type OrganizationUpdate = Schemas["OrganizationUpdate"];
export type OrganizationDeletion = Schemas["OrganizationDeletionPreview"];
export type AccountDeletion = Schemas["AccountDeletionPreview"];
export type Member = Schemas["OrganizationMemberRead"];
export type Role = Member["role"];
export type Access = Schemas["OrganizationMemberAccessUpdate"];
export type Invite = Schemas["OrganizationInviteRead"];
export type InviteCreate = Schemas["OrganizationInviteCreate"];
export type InvitePreview = Schemas["InvitePreview"];
export type OrganizationListItem = Schemas["OrganizationListItem"];
export type Board = Schemas["BoardRead"];
export type BoardCreate = Schemas["BoardCreate"];
export type BoardUpdate = Schemas["BoardUpdate"];
export type BoardSnapshot = Schemas["BoardSnapshot"];
export type BoardGroup = Schemas["BoardGroupRead"];
export type BoardGroupCreate = Schemas["BoardGroupCreate"];
export type BoardGroupUpdate = Schemas["BoardGroupUpdate"];
export type BoardGroupSnapshot = Schemas["BoardGroupSnapshot"];
export type Pace = Schemas["BoardGroupHeartbeatApply"];
export type Task = Schemas["TaskRead"];
export type TaskCard = Schemas["TaskCardRead"];
export type TaskCreate = Schemas["TaskCreate"];
export type TaskUpdate = Schemas["TaskUpdate"];
export type TaskStatus = TaskCard["status"];
export type TaskComment = Schemas["TaskCommentRead"];
export type TaskExplanation = Schemas["TaskExplanation"];
export type TaskMove = TaskExplanation["moves"][number];
export type TaskBulkUpdate = Schemas["TaskBulkUpdate"];
export type TaskBulkResult = Schemas["TaskBulkResult"];
export type Skill = Schemas["MarketplaceSkillCardRead"];
export type SkillCreate = Schemas["MarketplaceSkillCreate"];
export type SkillDetail = Schemas["MarketplaceSkillDetail"];
export type SkillPack = Schemas["SkillPackRead"];
export type SkillPackCreate = Schemas["SkillPackCreate"];
export type SkillPackSync = Schemas["SkillPackSyncRead"];
export type SkillPackSyncDetail = Schemas["SkillPackSyncDetail"];
export type SkillChange = SkillPackSyncDetail["changes"][number];
export type Tag = Schemas["TagRead"];
export type TagRef = Schemas["TagRef"];
export type TagCreate = Schemas["TagCreate"];
export type TagUpdate = Schemas["TagUpdate"];
export type CustomField = Schemas["TaskCustomFieldDefinitionRead"];
export type CustomFieldCreate = Schemas["TaskCustomFieldDefinitionCreate"];
export type CustomFieldUpdate = Schemas["TaskCustomFieldDefinitionUpdate"];
export type Approval = Schemas["ApprovalRead"];
export type ApprovalCreate = Schemas["ApprovalCreate"];
export type ApprovalDetail = Schemas["ApprovalDetail"];
export type ApprovalStatus = Approval["status"];
/** A note or a message, of a board or of a group of boards. */
export type MemoryEntry = Schemas["BoardMemoryRead"] | Schemas["BoardGroupMemoryRead"];
export type BoardMemoryEntry = Schemas["BoardMemoryRead"];
export type MemoryCreate = Schemas["BoardMemoryCreate"];
export type SearchHit = Schemas["SearchHit"];
export type Agent = Schemas["AgentRead"];
export type AgentCreate = Schemas["AgentCreate"];
export type AgentUpdate = Schemas["AgentUpdate"];
export type ActivityEvent = Schemas["ActivityEventRead"];
export type Overview = Schemas["OverviewRead"];
export type NeedsMeItem = Overview["needs_me"][number];
export type Dashboard = Schemas["DashboardMetrics"];
export type Flow = Schemas["FlowMetrics"];
export type Template = Schemas["TemplateRead"];
export type TemplateCreate = Schemas["TemplateCreate"];
export type TemplateUpdate = Schemas["TemplateUpdate"];
export type TemplateRun = Schemas["TemplateRunRead"];
export type Webhook = Schemas["BoardWebhookRead"];
export type WebhookCreate = Schemas["BoardWebhookCreate"];
export type WebhookUpdate = Schemas["BoardWebhookUpdate"];
export type WebhookDelivery = Schemas["BoardWebhookPayloadRead"];
export type SchedulePreview = Schemas["SchedulePreview"];
export type SystemStatus = Schemas["SystemStatus"];

/** Every paginated list answers with this envelope. */
export interface Page<Item> {
  items: Item[];
  total: number;
  limit: number;
  offset: number;
}
