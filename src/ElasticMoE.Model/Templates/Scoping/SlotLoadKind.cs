namespace ElasticMoE.Model.Templates.Scoping;

/// <summary>Where a slot's first value comes from.</summary>
internal enum SlotLoadKind
{
    /// <summary>The body's caller has set it.</summary>
    Parameter,

    /// <summary>Nowhere: the body sets it first.</summary>
    Unset,

    /// <summary>The template's variables.</summary>
    Resolve,

    /// <summary>A variable of an outer body.</summary>
    Alias,
}
