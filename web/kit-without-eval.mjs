// The chemistry kit's JavaScript makes its calls into WebAssembly from texts (`new Function`), which the page's policy forbids. This
// puts closures in their place that do the same, and makes a module of it. The build fails if a new version of the kit has other such
// places.

const NAME = /RDKit_minimal\.js$/;

const CALLS = `function createJsInvoker(argTypes,isMethod,returns){
  const collects=usesDestructorStack(argTypes);
  return (humanName,throwBindingError,invoker,target,runDestructors,fromWire,thisToWire)=>function(...given){
    const destructors=collects?[]:null;
    const frame=stackSave();
    try{
      const sent=isMethod?[thisToWire(destructors,this)]:[];
      for(let i=2;i<argTypes.length;i++)sent.push(argTypes[i].toWireType(destructors,given[i-2]));
      const answer=invoker(target,...sent);
      if(collects)runDestructors(destructors);
      else for(let i=isMethod?1:2;i<argTypes.length;i++)
        if(argTypes[i].destructorFunction!==null)argTypes[i].destructorFunction(sent[isMethod?i-1:i-2]);
      return returns?fromWire(answer):undefined;
    }finally{stackRestore(frame)}
  };
}`;

const CALLBACKS = `var invokerFunction=function(handle,methodName,destructorsRef,args){
  const values=argFromPtr.map((read,i)=>read(args+i*GenericWireTypeSize));
  let value;
  switch(kind){
    case 0:value=Emval.toValue(handle)(...values);break;
    case 1:value=Emval.toValue(handle)[getStringOrSymbol(methodName)](...values);break;
    case 2:value=new(Emval.toValue(handle))(...values);break;
    default:value=values[values.length-1];
  }
  return retType.isVoid?undefined:emval_returnValue(toReturnWire,destructorsRef,value);
};`;

const PLACES = [
  [/function createJsInvoker\(.*?return new Function\(args1,invokerFnBody\)\}/s, CALLS],
  [/if\(typeof exports==="object".*$/s, 'export default initRDKitModule;'],
  [/var captures=\{.*?var invokerFunction=new Function\(.*?\)\(\.\.\.Object\.values\(captures\)\);/s, CALLBACKS]
];

export function kitWithoutEval() {
  return {
    name: 'kit-without-eval',
    transform(code, id) {
      if (!NAME.test(id)) {
        return null;
      }
      for (const [place, closure] of PLACES) {
        if (!place.test(code)) {
          throw new Error(`the kit is another one: there is no ${place} in ${id}`);
        }
        code = code.replace(place, () => closure);
      }
      if (/new Function|\beval\(/.test(code)) {
        throw new Error(`the kit makes code from texts in another place: ${id}`);
      }
      return { code, map: null };
    }
  };
}
