namespace ElasticMoE.Model.Templates.Scoping;

/// <summary>
/// The names of one body, found before it runs. Where a name's value comes from is decided here, as the reference's compiler does it
/// (jinja2's idtracking): a body that sets a name sees its own copy, which starts with the outer value; a name nobody sets is looked up
/// among the template's variables. Branches of an `if` share their body's names; each keeps only what it adds until they are merged.
/// </summary>
internal sealed class Symbols
{
    private readonly Symbols? parent;
    private readonly Symbols? origin;
    private readonly Dictionary<string, int> slots;
    private readonly HashSet<string> refs = [];
    private readonly HashSet<string> stores = [];
    private readonly Dictionary<string, SlotLoad> loads = [];

    /// <param name="parent">The names of the body around this one.</param>
    public Symbols(Symbols? parent)
    {
        this.parent = parent;
        slots = [];
    }

    private Symbols(Symbols? parent, Symbols origin)
    {
        this.parent = parent;
        this.origin = origin;
        slots = origin.slots;
    }

    /// <summary>The same body as one branch of an `if` sees it.</summary>
    public Symbols Branch() => new(parent, this);

    /// <summary>A name is read here.</summary>
    public void Load(string name)
    {
        if (Find(name) is null)
            Define(name, slot => SlotLoad.Resolve(slot, name));
    }

    /// <summary>A name is set here.</summary>
    public void Store(string name)
    {
        stores.Add(name);
        if (HasRef(name))
            return;
        SlotRef? outer = parent?.Find(name);
        Define(name, slot => outer is SlotRef found ? SlotLoad.Alias(slot, found.Outward()) : SlotLoad.Unset(slot));
    }

    /// <summary>A name is given its value by the body's caller; returns its slot.</summary>
    public int DeclareParameter(string name)
    {
        stores.Add(name);
        return Define(name, SlotLoad.Parameter);
    }

    /// <summary>Takes in what branches added. A name only some of them set keeps the value it had before.</summary>
    public void Merge(params ReadOnlySpan<Symbols> branches)
    {
        var branchStores = new HashSet<string>();
        foreach (Symbols branch in branches)
            branchStores.UnionWith(branch.stores);
        branchStores.RemoveWhere(HasStore);
        foreach (Symbols branch in branches)
            Take(branch);
        foreach (string name in branchStores)
            loads[name] = parent?.Find(name) is SlotRef outer
                ? SlotLoad.Alias(slots[name], outer.Outward())
                : SlotLoad.Resolve(slots[name], name);
    }

    /// <summary>Where a name's value is, seen from this body; null where nothing here or outside knows the name.</summary>
    public SlotRef? Find(string name)
    {
        int hops = 0;
        for (Symbols? level = this; level is not null; level = level.parent, hops++)
        {
            if (level.HasRef(name))
                return new SlotRef(hops, level.slots[name]);
        }

        return null;
    }

    public ScopePlan ToPlan() => new(slots.Count, [.. loads.Values]);

    private bool HasRef(string name)
    {
        Symbols? symbols = this;
        while (symbols is not null && !symbols.refs.Contains(name))
            symbols = symbols.origin;
        return symbols is not null;
    }

    private bool HasStore(string name)
    {
        Symbols? symbols = this;
        while (symbols is not null && !symbols.stores.Contains(name))
            symbols = symbols.origin;
        return symbols is not null;
    }

    private void Take(Symbols branch)
    {
        refs.UnionWith(branch.refs);
        stores.UnionWith(branch.stores);
        foreach ((string name, SlotLoad load) in branch.loads)
            loads[name] = load;
    }

    private int Define(string name, Func<int, SlotLoad> load)
    {
        if (!slots.TryGetValue(name, out int slot))
            slots.Add(name, slot = slots.Count);
        refs.Add(name);
        loads[name] = load(slot);
        return slot;
    }
}
