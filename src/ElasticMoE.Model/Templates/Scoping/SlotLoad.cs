namespace ElasticMoE.Model.Templates.Scoping;

/// <summary>What a slot holds when its body starts.</summary>
internal readonly record struct SlotLoad(SlotLoadKind Kind, int Slot, string? Name, SlotRef Outer)
{
    public static SlotLoad Parameter(int slot) => new(SlotLoadKind.Parameter, slot, null, default);

    public static SlotLoad Unset(int slot) => new(SlotLoadKind.Unset, slot, null, default);

    public static SlotLoad Resolve(int slot, string name) => new(SlotLoadKind.Resolve, slot, name, default);

    public static SlotLoad Alias(int slot, SlotRef outer) => new(SlotLoadKind.Alias, slot, null, outer);
}
