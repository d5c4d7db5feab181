using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Scoping;

/// <summary>How a body's scope is made and what its slots start with.</summary>
internal sealed class ScopePlan(int slots, SlotLoad[] loads)
{
    private const int SlotsPerStep = 8;

    public Scope Open(RenderContext context, Scope? parent)
    {
        context.Budget.Step(1 + slots / SlotsPerStep);
        return new Scope(context, parent, slots);
    }

    /// <summary>Sets every slot but the parameters to its first value; done again at each iteration of a loop.</summary>
    public void Enter(Scope scope)
    {
        scope.Context.Budget.Step(1 + loads.Length);
        foreach (SlotLoad load in loads)
        {
            if (load.Kind != SlotLoadKind.Parameter)
                scope.Slots[load.Slot] = FirstValue(load, scope);
        }
    }

    private static TemplateValue? FirstValue(SlotLoad load, Scope scope) => load.Kind switch
    {
        SlotLoadKind.Resolve => scope.Context.Resolve(load.Name!),
        SlotLoadKind.Alias => scope.Outer(load.Outer.Hops).Slots[load.Outer.Slot],
        _ => null,
    };
}
